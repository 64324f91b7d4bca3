package dev.ziggurat.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A package that has just been started, and is asked until it answers. */
final class StartedPackage implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final int END_SECONDS = 300;
  private static final int KIBI = 1024;

  private final HttpClient client;
  private final Process process;
  private final Path log;
  private final int port;
  private final long began;

  private StartedPackage(HttpClient client, Process process, Path log, int port, long began) {
    this.client = client;
    this.process = process;
    this.log = log;
    this.port = port;
    this.began = began;
  }

  /**
   * Starts it.
   *
   * @param client one that is warm: the time of the first answer is not to hold its own start
   * @param home the folder it is started in
   * @param command up to the settings, which go where both a JVM and an executable look for them
   */
  static StartedPackage start(
      HttpClient client,
      Path home,
      List<String> command,
      List<String> rest,
      Map<String, String> settings,
      Path log)
      throws IOException {
    var port = freePort();
    var given =
        Stream.concat(
            settings.entrySet().stream().map(each -> "-D" + each.getKey() + '=' + each.getValue()),
            Stream.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port));
    var line = Stream.of(command.stream(), given, rest.stream()).flatMap(part -> part).toList();
    var builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    var began = System.nanoTime();
    return new StartedPackage(client, builder.start(), log, port, began);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Reads until it is answered; milliseconds since the start. */
  double firstAnswer(String path, String token) throws IOException, InterruptedException {
    return first(request(path, token).GET().build());
  }

  /** Triggers a tick of its own until its report comes; milliseconds since the start. */
  double firstReport(String game, String token) throws IOException, InterruptedException {
    return first(
        request("/api/cron/tick?game=" + game, token)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.noBody())
            .build());
  }

  /** Founds a game, unless it is there already. */
  void found(String game, int agents, String token) throws IOException, InterruptedException {
    var body =
        "{\"id\": \"%s\", \"name\": \"Start\", \"periodMillis\": 60000, \"agents\": %d}"
            .formatted(game, agents);
    var request =
        request("/api/games", token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isIn(201, 409);
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private double first(HttpRequest request) throws IOException, InterruptedException {
    while (process.isAlive() && System.nanoTime() - began < PATIENCE.toNanos()) {
      try {
        var answer = client.send(request, BodyHandlers.ofString());
        var millis = (System.nanoTime() - began) / 1e6;
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return millis;
      } catch (ConnectException notYet) {
        Thread.sleep(PAUSE);
      }
    }
    throw new IllegalStateException("no answer: " + Files.readString(log));
  }

  /** Memory that the machine holds for it, in MiB; Linux only. */
  double residentMebibytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          / (double) KIBI;
    }
  }

  /** CPU time it has used, in milliseconds. */
  double cpuMillis() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }

  /** An orderly end; a training run writes its cache meanwhile. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
