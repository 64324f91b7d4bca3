package dev.ziggurat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.PostgresResource;
import dev.ziggurat.simulator.SimulatorResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long it takes from the start of a process to its first answer to an admin and to the report
 * of its first tick (twelve agents), each in a process of its own; what it then holds of the
 * machine's memory, and how large the package is. Database, game and providers are there already;
 * the providers answer at once. Medians of several starts of each package that was built, in turn,
 * as a ratio to the start of a JVM that only tells its version.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=StartBenchmark}. {@code ./mvnw package -Paot} before it adds the package with an AOT
 * cache, {@code -Dnative} the executable.
 */
class StartBenchmark {

  private static final int STARTS = 9;
  private static final int AGENTS = 12;
  private static final String GAME = "start";
  private static final String ADMIN = "benchmark-admin";
  private static final String CRON = "benchmark-cron";
  private static final String GAMES = "/api/games";
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String CACHE = "app.aot";
  private static final double MEBI = 1024 * 1024;

  /** As the Dockerfiles start it. */
  private static final List<String> JVM =
      List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

  /** A package that was built, and how it is started. */
  private record Shipped(
      String name, Path home, List<String> command, List<String> rest, double mebibytes) {}

  /** What was measured of one kind of start. */
  private record Measured(
      List<Double> answers,
      List<Double> answerMemory,
      List<Double> reports,
      List<Double> reportMemory,
      List<Double> cpu) {

    private Measured() {
      this(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> settings = new HashMap<>();
  private Path logs;

  @Test
  @Timeout(900)
  void fromStartToFirstAnswer(@TempDir Path folder) throws Exception {
    logs = folder;
    var simulator = new SimulatorResource();
    try {
      settings.putAll(simulator.start());
      settings.put("quarkus.datasource.jdbc.url", PostgresResource.database("start"));
      settings.put("quarkus.datasource.username", "postgres");
      settings.put("quarkus.datasource.password", "postgres");
      settings.put("ziggurat.access.admin-token", ADMIN);
      settings.put("ziggurat.access.cron-secret", CRON);
      var shipped = shipped();
      found(shipped.getFirst());
      var measured = new HashMap<String, Measured>();
      var bare = new ArrayList<Double>();
      for (var start = 0; start < STARTS; start++) {
        bare.add(bare());
        for (var each : shipped) {
          measure(each, measured.computeIfAbsent(each.name(), name -> new Measured()));
        }
      }
      tell(shipped, measured, median(bare));
    } finally {
      simulator.stop();
      client.close();
    }
  }

  private List<Shipped> shipped() throws Exception {
    var found = new ArrayList<Shipped>();
    var jar = TARGET.resolve("quarkus-app");
    if (Files.exists(jar.resolve("quarkus-run.jar"))) {
      found.add(onJvm("JVM", jar, JVM));
    }
    var aot = TARGET.resolve("aot");
    if (Files.exists(aot.resolve("quarkus-run.jar"))) {
      found.add(trained(aot));
    }
    executable()
        .ifPresent(
            file ->
                found.add(
                    new Shipped(
                        "native",
                        TARGET,
                        List.of(file.toString(), "-Xmx96m"),
                        List.of(),
                        size(file))));
    assertThat(found).as("packages in " + TARGET).isNotEmpty();
    return found;
  }

  private static Shipped onJvm(String name, Path home, List<String> command) {
    return new Shipped(name, home, command, List.of("-jar", "quarkus-run.jar"), size(home));
  }

  /** The package with a cache of what one start, one answer and one tick have loaded. */
  private Shipped trained(Path home) throws Exception {
    var cache = home.resolve(CACHE);
    Files.deleteIfExists(cache);
    var training =
        onJvm(
            "training",
            home,
            Stream.concat(JVM.stream(), Stream.of("-XX:AOTCacheOutput=" + CACHE)).toList());
    found(training);
    try (var process = start(training)) {
      process.firstAnswer(GAMES, ADMIN);
      process.firstReport(GAME, CRON);
      process.stop();
    }
    assertThat(cache).exists();
    return onJvm(
        "JVM, AOT cache",
        home,
        Stream.concat(JVM.stream(), Stream.of("-XX:AOTCache=" + CACHE)).toList());
  }

  private static Optional<Path> executable() throws IOException {
    try (var files = Files.list(TARGET)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner"))
          .filter(Files::isExecutable)
          .filter(Files::isRegularFile)
          .findFirst();
    }
  }

  private StartedPackage start(Shipped shipped) throws IOException {
    return StartedPackage.start(
        client,
        shipped.home(),
        shipped.command(),
        shipped.rest(),
        settings,
        Files.createTempFile(logs, "start", ".log"));
  }

  /** The schema and a game to tick; the second time nothing happens. */
  private void found(Shipped shipped) throws Exception {
    try (var process = start(shipped)) {
      process.firstAnswer(GAMES, ADMIN);
      process.found(GAME, AGENTS, ADMIN);
    }
  }

  private void measure(Shipped shipped, Measured measured) throws Exception {
    try (var process = start(shipped)) {
      measured.answers().add(process.firstAnswer(GAMES, ADMIN));
      measured.cpu().add(process.cpuMillis());
      measured.answerMemory().add(process.residentMebibytes());
    }
    try (var process = start(shipped)) {
      measured.reports().add(process.firstReport(GAME, CRON));
      measured.reportMemory().add(process.residentMebibytes());
    }
  }

  /** A JVM that does nothing else: what this machine, today, needs for any. */
  private static double bare() throws Exception {
    var began = System.nanoTime();
    var process =
        new ProcessBuilder(java(), "-version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return (System.nanoTime() - began) / 1e6;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static double size(Path path) {
    try (var files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(StartBenchmark::bytes).sum() / MEBI;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static void tell(List<Shipped> shipped, Map<String, Measured> measured, double bare) {
    // This is a command: what it prints is its result.
    System.out.printf(
        Locale.ROOT, "%d starts each; java -version: median %.0f ms = 1.0%n", STARTS, bare);
    for (var each : shipped) {
      var values = measured.get(each.name());
      System.out.printf(
          Locale.ROOT,
          "%-15s first answer %5.0f ms (%4.1f; CPU %5.0f ms), then %4.0f MiB resident;"
              + "  first tick report %5.0f ms (%4.1f), then %4.0f MiB;  package %4.0f MiB%n",
          each.name(),
          median(values.answers()),
          median(values.answers()) / bare,
          median(values.cpu()),
          median(values.answerMemory()),
          median(values.reports()),
          median(values.reports()) / bare,
          median(values.reportMemory()),
          each.mebibytes());
    }
  }
}
