package dev.ziggurat.start.cache;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process of the package during a training. */
record TrainingProcess(Process process, String address, Path log) implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Writing the cache takes some 20 s of CPU time. */
  private static final Duration END = Duration.ofMinutes(10);

  private static final Duration CLOSING = Duration.ofMinutes(1);
  private static final int OK = 200;

  /**
   * Starts it on a port of the loopback interface.
   *
   * @param options of the JVM
   * @param environment everything that the process finds in its environment
   */
  static TrainingProcess start(
      Path jar, List<String> options, int port, Map<String, String> environment, Path log)
      throws IOException {
    var command = java(options);
    command.addAll(
        List.of(
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-Dziggurat.trigger.cron=off",
            "-jar",
            jar.toString()));
    var builder =
        new ProcessBuilder(command)
            .directory(jar.resolveSibling("").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // What the operator's shell holds is neither needed nor to be kept.
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL"));
    builder.environment().putAll(environment);
    return new TrainingProcess(builder.start(), "http://127.0.0.1:" + port, log);
  }

  /** The command that starts a JVM like this one. */
  static List<String> java(List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    return command;
  }

  /** Waits until a path is answered with 200. */
  void awaitAnswer(String path) throws IOException, InterruptedException {
    var deadlineNanos = System.nanoTime() + START.toNanos();
    try (var client = HttpClient.newHttpClient()) {
      while (!answers(client, path)) {
        if (!process.isAlive() || System.nanoTime() - deadlineNanos > 0) {
          throw new IllegalStateException("the package did not start: " + Files.readString(log));
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private boolean answers(HttpClient client, String path) throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER).build(),
                  BodyHandlers.discarding())
              .statusCode()
          == OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends it as a container's stop does, and waits until all is written. */
  void end() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the package does not end: " + Files.readString(log));
    }
  }

  /** Orderly, if it is still there: the database server would outlive a process that is killed. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly().onExit().join();
  }
}
