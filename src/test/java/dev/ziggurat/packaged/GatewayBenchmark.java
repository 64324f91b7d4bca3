package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.benchmark.Allocations;
import dev.ziggurat.benchmark.ApiComparison;
import dev.ziggurat.benchmark.BuildComparison;
import dev.ziggurat.benchmark.Companion;
import dev.ziggurat.benchmark.Comparison;
import dev.ziggurat.benchmark.Contender;
import dev.ziggurat.benchmark.Meter;
import dev.ziggurat.benchmark.Soak;
import dev.ziggurat.benchmark.Target;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the gateway adds to a call, beside Portkey's gateway from npm and beside the same provider
 * asked directly, all in one run and by turns: answers per second, added time, CPU time, streams at
 * once, and memory under lasting load. Ziggurat is the package in profile prod with its database: a
 * key opens, the chain asks, and every call becomes a row of the ledger.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=GatewayBenchmark}. {@code -Dziggurat.soak=1m} shortens the lasting load, {@code 0s}
 * leaves it out. It needs Node and npm.
 */
class GatewayBenchmark {

  private static final String ADMIN = "benchmark-admin";
  private static final String STREAMS = "512";

  /** As the Dockerfile starts it, but for the heap, which is that of our tests: 512 MiB. */
  private static final String OPTIONS = "-XX:+ExitOnOutOfMemoryError";

  private static final Pattern QUOTED_OPTION = Pattern.compile("\"(-X[^\"]+)\"");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  @Timeout(3_600)
  void besideAnotherGatewayAndNone(@TempDir Path folder) throws Exception {
    var soak = DurationConverter.parseDuration(System.getProperty("ziggurat.soak", "10m"));
    try (var stub = Companion.stub(folder);
        var other = Companion.portkey(folder);
        var installation = new Installation(folder.resolve("application"))) {
      var application = start(installation, stub);
      var direct = new Contender(new Target("direct", stub.port(), Map.of()), stub.meter());
      var ziggurat =
          new Contender(
              new Target(
                  "ziggurat",
                  URI.create(application.address()).getPort(),
                  Map.of("Authorization", "Bearer " + key(application))),
              Meter.of(application.handle()));
      var portkey =
          new Contender(
              new Target(
                  "portkey",
                  other.port(),
                  Map.of(
                      "Authorization",
                      "Bearer simulated",
                      "x-portkey-provider",
                      "openai",
                      "x-portkey-custom-host",
                      "http://127.0.0.1:" + stub.port() + "/v1")),
              other.meter());
      var comparison =
          new Comparison(
              direct, ziggurat, portkey, Meter.ofFamily(installation.postmaster().orElseThrow()));
      comparison.run();
      if (soak.isPositive()) {
        new Soak(List.of(ziggurat, portkey), soak).run();
      }
      everyAnswerIsInTheLedger(installation, ziggurat.answered());
      comparison.judge();
    }
  }

  /**
   * What each API adds to a call, beside the others and the provider itself in one run: aimed at is
   * at most 1.2 times what chat completions add.
   */
  @Test
  @Timeout(1_800)
  void oneApiBesideTheOthers(@TempDir Path folder) throws Exception {
    try (var stub = Companion.stub(folder);
        var installation = new Installation(folder.resolve("application"))) {
      var application = start(installation, stub);
      var port = URI.create(application.address()).getPort();
      var headers = Map.of("Authorization", "Bearer " + key(application));
      var meter = Meter.of(application.handle());
      new ApiComparison(
              new Contender(new Target("direct", stub.port(), Map.of()), stub.meter()),
              Stream.of(Target.Api.values())
                  .map(
                      api ->
                          new Contender(
                              new Target(api.name().toLowerCase(Locale.ROOT), port, headers, api),
                              meter))
                  .toList())
          .run();
    }
  }

  /**
   * What an answered call takes of this build and of another one, whose {@code quarkus-app} is
   * named by {@code -Dbaseline=FOLDER}: CPU time, allocated memory, time, resident memory. Each
   * runs with the options that its own {@code Dockerfile.jvm} has, and 512 MiB of heap. {@code
   * -Dziggurat.apis=chat,messages} measures these APIs only; {@code -Dziggurat.warm-up=6} and
   * {@code -Dziggurat.rounds=5} say for how long.
   */
  @Test
  @Timeout(3_600)
  void besideAnotherBuild(@TempDir Path folder) throws Exception {
    var baseline = Path.of(System.getProperty("baseline")).toAbsolutePath();
    try (var stub = Companion.stub(folder);
        var first = installation(folder.resolve("baseline"), baseline);
        var second = installation(folder.resolve("build"), PackagedProcess.JAR.getParent())) {
      var before = startAsImage(first, stub);
      var now = startAsImage(second, stub);
      try (var ofBaseline = Allocations.of(before.handle());
          var ofBuild = Allocations.of(now.handle())) {
        new BuildComparison(
                new BuildComparison.Build(
                    "baseline", Meter.of(before.handle()), ofBaseline, targets(before)),
                new BuildComparison.Build("build", Meter.of(now.handle()), ofBuild, targets(now)))
            .run();
      }
    }
  }

  private static Installation installation(Path folder, Path packaged) throws IOException {
    var options = Stream.concat(imageOptions(packaged), Stream.of("-Xmx512m")).toList();
    return new Installation(folder, packaged.resolve("quarkus-run.jar"), options);
  }

  /**
   * The options of the JVM in the image of the checkout that a package was built in: those of a
   * file beside the Dockerfile, or where a build has none, of the Dockerfile itself.
   */
  private static Stream<String> imageOptions(Path packaged) throws IOException {
    var docker = packaged.resolve("../../src/main/docker");
    var options = docker.resolve("jvm.options");
    if (Files.exists(options)) {
      return Files.readAllLines(options).stream().filter(line -> line.startsWith("-"));
    }
    var image = Files.readString(docker.resolve("Dockerfile.jvm"));
    return QUOTED_OPTION.matcher(image).results().map(found -> found.group(1));
  }

  private static List<Target> targets(PackagedProcess application) {
    var port = URI.create(application.address()).getPort();
    var headers = Map.of("Authorization", "Bearer " + key(application));
    return Stream.of(System.getProperty("ziggurat.apis", "chat").split(","))
        .map(
            api -> new Target(api, port, headers, Target.Api.valueOf(api.toUpperCase(Locale.ROOT))))
        .toList();
  }

  private static PackagedProcess startAsImage(Installation installation, Companion stub)
      throws IOException {
    return installation.start("prod", settings(stub));
  }

  private static PackagedProcess start(Installation installation, Companion stub)
      throws IOException {
    return installation.start("prod", settings(stub), OPTIONS);
  }

  private static Map<String, String> settings(Companion stub) {
    return Map.of(
        "ziggurat.access.admin-token",
        ADMIN,
        "ziggurat.provider.wandb.api-key",
        "simulated",
        "ziggurat.provider.wandb.api-base",
        "http://127.0.0.1:" + stub.port() + "/v1",
        // Whoever expects so many streams at once says so.
        "ziggurat.chain.concurrency.initial",
        STREAMS,
        "ziggurat.chain.concurrency.most",
        STREAMS);
  }

  private static String key(PackagedProcess application) {
    var made = application.send("POST", "/api/admin/keys", ADMIN, "{\"name\": \"Benchmark\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.body().path("secret").asText();
  }

  private static void everyAnswerIsInTheLedger(Installation installation, long answered) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(installation.number("select count(*) from attempt where outcome = 'OK'"))
                    .isEqualTo(answered));
    System.out.printf("%nEach of the %,d answers of ziggurat is a row of its ledger.%n", answered);
  }
}
