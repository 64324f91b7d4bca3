package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.benchmark.Companion;
import dev.ziggurat.benchmark.Load;
import dev.ziggurat.benchmark.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon a fresh JVM answers as many calls of the gateway as it does later: its rate in the first
 * ten seconds, and its steady rate, at 32 calls at once, without the AOT cache and with it, in
 * turn. The package in profile prod with the options of the image, its database, and a stub
 * provider.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=WarmUpBenchmark}. {@code -Dziggurat.rounds=1} and {@code -Dziggurat.seconds=90} say how
 * often and for how long each is measured.
 */
class WarmUpBenchmark {

  private static final String ADMIN = "benchmark-admin";
  private static final int CALLERS = 32;
  private static final int FIRST_SECONDS = 10;
  private static final double SHARE = 0.8;
  private static final int ROUNDS = Integer.getInteger("ziggurat.rounds", 1);
  private static final int SECONDS = Integer.getInteger("ziggurat.seconds", 90);
  private static final long TRAINING_MINUTES = 15;
  private static final Path CACHE = PackagedProcess.JAR.resolveSibling("app.aot");

  /** What was answered in each second after the first. */
  private record Seconds(List<Double> rates, double cpuSeconds) {

    double first() {
      return mean(rates.subList(0, FIRST_SECONDS));
    }

    double steady() {
      var last = rates.subList(rates.size() - FIRST_SECONDS, rates.size());
      return last.stream().sorted().skip(FIRST_SECONDS / 2).findFirst().orElseThrow();
    }

    /** The first second with that share of a rate. */
    int reached(double rate) {
      for (var second = 0; second < rates.size(); second++) {
        if (rates.get(second) >= rate) {
          return second + 1;
        }
      }
      return rates.size();
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
  }

  @Test
  @Timeout(3_600)
  void withoutAndWithTheCache(@TempDir Path folder) throws Exception {
    var options = Path.of("src/main/docker/jvm.options").toAbsolutePath();
    train(options);
    var without = "@" + options;
    var with = "-XX:AOTMode=on -XX:AOTCache=" + CACHE + " @" + options;
    try (var stub = Companion.stub(folder)) {
      for (var round = 0; round < ROUNDS; round++) {
        var plain = measure(folder.resolve("plain" + round), stub, without);
        var cached = measure(folder.resolve("cached" + round), stub, with);
        var steady = Math.max(plain.steady(), cached.steady());
        tell("without the cache", plain, steady);
        tell("with the cache", cached, steady);
      }
    }
  }

  private static void train(Path options) throws IOException, InterruptedException {
    Files.deleteIfExists(CACHE);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                PackagedProcess.JAR.toString(),
                "dev.ziggurat.start.cache.CacheTraining",
                "@" + options)
            .inheritIO()
            .start();
    assertThat(process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static Seconds measure(Path folder, Companion stub, String options) throws Exception {
    try (var installation = new Installation(folder)) {
      var application =
          installation.start(
              "prod",
              Map.of(
                  "ziggurat.access.admin-token",
                  ADMIN,
                  "ziggurat.provider.wandb.api-key",
                  "simulated",
                  "ziggurat.provider.wandb.api-base",
                  "http://127.0.0.1:" + stub.port() + "/v1"),
              options);
      var made = application.send("POST", "/api/admin/keys", ADMIN, "{\"name\": \"Benchmark\"}");
      assertThat(made.status()).as(made.text()).isEqualTo(201);
      var target =
          new Target(
              "ziggurat",
              URI.create(application.address()).getPort(),
              Map.of("Authorization", "Bearer " + made.body().path("secret").asText()));
      var rates = new ArrayList<Double>();
      try (var load = Load.of(target, CALLERS)) {
        for (var second = 0; second < SECONDS; second++) {
          Thread.sleep(1_000);
          rates.add(load.taken().perSecond());
        }
        load.end();
      }
      var cpu = application.handle().info().totalCpuDuration().orElseThrow();
      return new Seconds(rates, cpu.toMillis() / 1e3);
    }
  }

  private static void tell(String what, Seconds seen, double steady) {
    // This is a command: what it prints is its result.
    System.out.printf(
        Locale.ROOT,
        "%-18s %5.0f/s in the first %d s, steady %5.0f/s: %.2f (%.2f of the larger steady rate);"
            + " %.0f %% of that after %d s; %.0f s of CPU%n",
        what,
        seen.first(),
        FIRST_SECONDS,
        seen.steady(),
        seen.first() / seen.steady(),
        seen.first() / steady,
        100 * SHARE,
        seen.reached(SHARE * steady),
        seen.cpuSeconds());
    System.out.println(
        "  by second: "
            + seen.rates().stream().map(rate -> Long.toString(Math.round(rate))).toList());
  }
}
