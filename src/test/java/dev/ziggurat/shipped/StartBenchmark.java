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
 * of its first tick (twelve agents), each in a process of its own, and how much CPU time; what it
 * then holds of the machine's memory, and how large the package is. Database, game and providers
 * are there already; the providers answer at once. Medians of several starts of each package that
 * was built, in turn, as a ratio to the start of a JVM that only prints its version.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=StartBenchmark}. The JVM package is started without and with the AOT cache that its
 * training makes; {@code -Dnative} adds the executable, {@code -Dbaseline=FOLDER} the package of
 * another build, its {@code quarkus-app}, without and with a cache of one start and one tick: the
 * others are then compared with it. {@code -Dstarts=9} says how often each starts.
 */
class StartBenchmark {

  private static final int STARTS = Integer.getInteger("starts", 9);
  private static final int AGENTS = 12;
  private static final String GAME = "start";
  private static final String ADMIN = "benchmark-admin";
  private static final String CRON = "benchmark-cron";
  private static final String GAMES = "/api/games";
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String CACHE = "app.aot";
  private static final double MEBI = 1024 * 1024;

  /** With the first compiler only, so that what the second one does meanwhile is not counted. */
  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

  private static final long TRAINING_MINUTES = 15;

  private static final List<String> JVM =
      Stream.concat(Stream.of(java()), OPTIONS.stream()).toList();
  private static final String DATABASE = "start";
  private static final String BASELINE = "baseline";
  private static final String BASELINE_CACHED = "baseline, cache";

  /** A package that was built, and how it is started. */
  private record Shipped(
      String name,
      Path home,
      List<String> command,
      List<String> rest,
      double mebibytes,
      String database) {}

  /** What was measured of one kind of start. */
  private record Measured(
      List<Double> answers,
      List<Double> answerMemory,
      List<Double> reports,
      List<Double> reportMemory,
      List<Double> cpu,
      List<Double> reportCpu) {

    private Measured() {
      this(
          new ArrayList<>(),
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
      settings.put("quarkus.datasource.username", "postgres");
      settings.put("quarkus.datasource.password", "postgres");
      settings.put("ziggurat.access.admin-token", ADMIN);
      settings.put("ziggurat.access.cron-secret", CRON);
      var shipped = shipped();
      for (var each : shipped) {
        found(each);
      }
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
      found.add(onJvm("JVM", jar, JVM, DATABASE));
      train(jar);
      found.add(cached("JVM, AOT cache", jar, DATABASE));
    }
    var baseline = System.getProperty(BASELINE);
    if (baseline != null) {
      // Another build may want another schema.
      found.add(onJvm(BASELINE, Path.of(baseline), JVM, BASELINE));
      found.add(trained(Path.of(baseline)));
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
                        size(file),
                        DATABASE)));
    assertThat(found).as("packages in " + TARGET).isNotEmpty();
    return found;
  }

  private static Shipped onJvm(String name, Path home, List<String> command, String database) {
    return new Shipped(
        name, home, command, List.of("-jar", "quarkus-run.jar"), size(home), database);
  }

  /** The package's own training, with these options. */
  private static void train(Path home) throws Exception {
    var cache = home.resolve(CACHE);
    Files.deleteIfExists(cache);
    var command =
        new ArrayList<>(List.of(java(), "-cp", home.resolve("quarkus-run.jar").toString()));
    command.add("dev.ziggurat.start.cache.CacheTraining");
    command.addAll(OPTIONS);
    var process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(TRAINING_MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** Another build with a cache of what one start, one answer and one tick have loaded. */
  private Shipped trained(Path home) throws Exception {
    var cache = home.resolve(CACHE);
    Files.deleteIfExists(cache);
    var training =
        onJvm(
            "training",
            home,
            Stream.concat(JVM.stream(), Stream.of("-XX:AOTCacheOutput=" + CACHE)).toList(),
            BASELINE);
    found(training);
    try (var process = start(training)) {
      process.firstAnswer(GAMES, ADMIN);
      process.firstReport(GAME, CRON);
      process.stop();
    }
    assertThat(cache).exists();
    return cached(BASELINE_CACHED, home, BASELINE);
  }

  /** Refuses to start without its cache. */
  private static Shipped cached(String name, Path home, String database) {
    return onJvm(
        name,
        home,
        Stream.concat(JVM.stream(), Stream.of("-XX:AOTMode=on", "-XX:AOTCache=" + CACHE)).toList(),
        database);
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
    var all = new HashMap<>(settings);
    all.put("quarkus.datasource.jdbc.url", PostgresResource.database(shipped.database()));
    return StartedPackage.start(
        client,
        shipped.home(),
        shipped.command(),
        shipped.rest(),
        all,
        Files.createTempFile(logs, "start", ".log"));
  }

  /** The schema and a game to tick, once per database. */
  private void found(Shipped shipped) throws Exception {
    try (var process = start(shipped)) {
      process.firstAnswer(GAMES, ADMIN);
      process.found(GAME, AGENTS, ADMIN);
      process.firstReport(GAME, CRON);
      process.stop();
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
      measured.reportCpu().add(process.cpuMillis());
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

  private static String ratio(Measured values, Measured baseline, String name) {
    return baseline == null
        ? ""
        : String.format(
            Locale.ROOT,
            "%n%-17s to the %s: answer %.2f, CPU %.2f; report %.2f, CPU %.2f",
            "",
            name,
            median(values.answers()) / median(baseline.answers()),
            median(values.cpu()) / median(baseline.cpu()),
            median(values.reports()) / median(baseline.reports()),
            median(values.reportCpu()) / median(baseline.reportCpu()));
  }

  private static void tell(List<Shipped> shipped, Map<String, Measured> measured, double bare) {
    // This is a command: what it prints is its result.
    System.out.printf(
        Locale.ROOT, "%d starts each; java -version: median %.0f ms = 1.0%n", STARTS, bare);
    for (var each : shipped) {
      var values = measured.get(each.name());
      System.out.printf(
          Locale.ROOT,
          "%-17s first answer %5.0f ms (%4.1f; CPU %5.0f ms), then %4.0f MiB resident;"
              + "  first tick report %5.0f ms (%4.1f; CPU %5.0f ms), then %4.0f MiB;  package %4.0f MiB%s%s%n",
          each.name(),
          median(values.answers()),
          median(values.answers()) / bare,
          median(values.cpu()),
          median(values.answerMemory()),
          median(values.reports()),
          median(values.reports()) / bare,
          median(values.reportCpu()),
          median(values.reportMemory()),
          each.mebibytes(),
          ratio(values, measured.get(BASELINE), BASELINE),
          ratio(values, measured.get(BASELINE_CACHED), BASELINE_CACHED));
    }
  }
}
