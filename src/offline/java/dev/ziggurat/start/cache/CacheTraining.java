package dev.ziggurat.start.cache;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of this package: {@code java -cp quarkus-run.jar
 * dev.ziggurat.start.cache.CacheTraining [--seconds=60] [options of the JVM]}. Starts the package
 * in profile prod with an embedded database in a temporary folder and, in another process,
 * simulated providers; puts the traffic of a gateway and of ticks on it; ends it, whereupon the JVM
 * writes {@value #CACHE} beside {@code quarkus-run.jar}: loaded and linked classes, and profiles of
 * methods for the compiler. Needs neither network nor database.
 *
 * <p>The cache fits the JDK, the files and the garbage collector of the training. So it is made
 * where it will be used, with the options it will be used with.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514</a>
 * @see <a href="https://openjdk.org/jeps/515">JEP 515</a>
 */
public final class CacheTraining {

  private static final String CACHE = "app.aot";
  private static final String JAR = "quarkus-run.jar";
  private static final String SECONDS = "--seconds=";
  private static final Duration USUAL = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** The simulator is not what is trained. */
  private static final List<String> SIMULATOR =
      List.of(
          "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dquarkus.profile=simulator");

  private final Path jar;

  /** Of this training only: the admin's token, and the secret of the cron endpoint. */
  private final String token = UUID.randomUUID().toString();

  private final List<String> options;
  private final Duration traffic;

  private CacheTraining(Path jar, List<String> options, Duration traffic) {
    this.jar = jar;
    this.options = options;
    this.traffic = traffic;
  }

  /**
   * Trains; ends with an exception, and so with code 1, if there is no usable cache at the end.
   *
   * @param arguments options of the JVM, as the package is to be started with
   */
  public static void main(String... arguments) throws IOException, InterruptedException {
    var seconds = USUAL;
    var options = new ArrayList<String>();
    for (var argument : arguments) {
      if (argument.startsWith(SECONDS)) {
        seconds = duration(argument.substring(SECONDS.length()));
      } else {
        options.add(argument);
      }
    }
    new CacheTraining(jar(), options, seconds).train();
  }

  private static Duration duration(String seconds) {
    if (seconds.matches("[0-9]{1,3}")) {
      var asked = Duration.ofSeconds(Integer.parseInt(seconds));
      if (asked.isPositive() && asked.compareTo(LONGEST) <= 0) {
        return asked;
      }
    }
    throw new IllegalArgumentException(
        "%s%s: write a number from 1 to %d".formatted(SECONDS, seconds, LONGEST.toSeconds()));
  }

  private static Path jar() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.endsWith(JAR))
        .findFirst()
        .map(Path::toAbsolutePath)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "start it by java -cp <folder of the package>/" + JAR));
  }

  private void train() throws IOException, InterruptedException {
    var cache = jar.resolveSibling(CACHE);
    var draft = jar.resolveSibling(CACHE + ".draft");
    Files.deleteIfExists(cache);
    Files.deleteIfExists(draft);
    var folder = Files.createTempDirectory("training");
    try (var simulator = simulator(folder)) {
      simulator.awaitAnswer("/q/health/live");
      try (var trained = trained(simulator, draft, folder)) {
        trained.awaitAnswer("/q/health/ready");
        System.err.printf("Training for %d s%n", traffic.toSeconds());
        var answered = new TrainingTraffic(trained.address(), token).run(traffic);
        System.err.printf("%,d answers; the JVM writes the cache%n", answered);
        trained.end();
      }
      check(draft);
      Files.move(draft, cache);
      System.err.printf("%s: %d MiB%n", cache, Files.size(cache) >> 20);
    } finally {
      delete(folder);
    }
  }

  private TrainingProcess simulator(Path folder) throws IOException {
    return TrainingProcess.start(
        jar,
        Stream.concat(
                SIMULATOR.stream(),
                Stream.of(
                    "-Dziggurat.simulator.chance.least-latency=1ms",
                    "-Dziggurat.simulator.chance.most-latency=5ms"))
            .toList(),
        freePort(),
        Map.of(),
        folder.resolve("simulator.log"));
  }

  private TrainingProcess trained(TrainingProcess simulator, Path draft, Path folder)
      throws IOException {
    var given = new ArrayList<>(options);
    given.add("-XX:AOTCacheOutput=" + draft);
    return TrainingProcess.start(
        jar,
        given,
        freePort(),
        Map.ofEntries(
            Map.entry("ZIGGURAT_EMBEDDED_DATABASE", folder.resolve("database").toString()),
            Map.entry("ADMIN_TOKEN", token),
            Map.entry("CRON_SECRET", token),
            Map.entry("WANDB_API_KEY", "simulated"),
            Map.entry("WANDB_API_BASE", simulator.address() + "/simulator/wandb/v1"),
            Map.entry("GROQ_API_KEY", "simulated"),
            Map.entry("GROQ_API_BASE", simulator.address() + "/simulator/groq/openai/v1"),
            Map.entry("ANTHROPIC_API_KEY", "simulated"),
            Map.entry("ANTHROPIC_API_BASE", simulator.address() + "/simulator/claude"),
            Map.entry("OPENAI_API_KEY", "simulated"),
            Map.entry("OPENAI_API_BASE", simulator.address() + "/simulator/openai/v1")),
        folder.resolve("trained.log"));
  }

  /** With this mode the JVM refuses to start unless it can use the cache. */
  private void check(Path cache) throws IOException, InterruptedException {
    var command = TrainingProcess.java(options);
    command.addAll(
        List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-jar", jar.toString(), "--version"));
    var process =
        new ProcessBuilder(command).directory(jar.resolveSibling("").toFile()).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the JVM does not accept the cache that it has written");
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(CacheTraining::deleteFile);
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
