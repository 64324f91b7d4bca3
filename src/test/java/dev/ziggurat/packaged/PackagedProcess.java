package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** One process of the package, as an operator starts it. */
final class PackagedProcess {

  /** What profile demo takes when nothing else is set. */
  static final String CRON_SECRET = "dev-cron";

  static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
  private static final Pattern ADDRESS = Pattern.compile("Listening on: (http://[^\\s\"]+)");
  private static final Duration START = Duration.ofSeconds(300);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration ANSWER = Duration.ofSeconds(120);
  private static final int END_SECONDS = 30;

  private final Process process;
  private final Path log;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  private PackagedProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** What the process answered. */
  record Answer(int status, String text, JsonNode body) {

    /** The report of the one tick that was asked for. */
    JsonNode report() {
      assertThat(body.path("ticks")).as(text).hasSize(1);
      return body.path("ticks").get(0);
    }
  }

  /**
   * Starts it.
   *
   * @param options of the JVM
   */
  static PackagedProcess start(
      List<String> options,
      String profile,
      Map<String, String> settings,
      Map<String, String> environment,
      Path log)
      throws IOException {
    return start(JAR, options, profile, settings, environment, log);
  }

  /** Starts the package of another build, whose jar this is. */
  static PackagedProcess start(
      Path jar,
      List<String> options,
      String profile,
      Map<String, String> settings,
      Map<String, String> environment,
      Path log)
      throws IOException {
    var command = new ArrayList<>(java(jar, options));
    var given = new ArrayList<String>();
    given.add("-Dquarkus.profile=" + profile);
    given.add("-Dquarkus.http.port=0");
    given.add("-Dquarkus.http.host=127.0.0.1");
    given.add("-Dziggurat.trigger.cron=off");
    settings.forEach((key, value) -> given.add("-D" + key + '=' + value));
    command.addAll(command.indexOf("-jar"), given);
    return start(command, Path.of("").toAbsolutePath(), environment, log);
  }

  /** The command line that starts the package with these options of the JVM. */
  static List<String> java(List<String> options) {
    return java(JAR, options);
  }

  private static List<String> java(Path jar, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }

  /** Starts it by a command line of the test's own. */
  static PackagedProcess start(
      List<String> command, Path directory, Map<String, String> environment, Path log)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(PackagedProcess::isOurs);
    builder.environment().putAll(environment);
    return new PackagedProcess(builder.start(), log);
  }

  /** What the machine that runs the tests happens to set must not reach them. */
  static boolean isOurs(String variable) {
    return variable.startsWith("QUARKUS_")
        || variable.startsWith("ZIGGURAT_")
        || variable.startsWith("WANDB_")
        || variable.startsWith("GROQ_")
        || variable.startsWith("ANTHROPIC_")
        || variable.startsWith("OPENAI_")
        || variable.startsWith("OIDC_")
        || variable.startsWith("OTEL_")
        || variable.endsWith("_TOKEN")
        || variable.equals("CRON_SECRET");
  }

  /** Waits until it listens, ready or not. */
  void awaitListening() {
    await(() -> !process.isAlive() || announced().isPresent());
    assertThat(process.isAlive()).as(log()).isTrue();
  }

  void awaitReady() {
    await(
        () ->
            !process.isAlive()
                || (announced().isPresent() && get("/q/health/ready", "").status() == 200));
    assertThat(process.isAlive()).as(log()).isTrue();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(START).pollInterval(POLL).until(condition);
  }

  /** What it wrote to its log so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Triggers a tick as a caller that names it. */
  Answer tick(String key) {
    return send(request("/api/cron/tick", CRON_SECRET).header("Idempotency-Key", key), "POST", "");
  }

  /** Triggers a tick as a cloud's schedule does that can only GET. */
  Answer tickAt(String slot) {
    return tickAt(slot, ANSWER);
  }

  /** The same of a tick that may take long. */
  Answer tickAt(String slot, Duration patience) {
    return send(
        request("/api/cron/tick", CRON_SECRET)
            .header("X-CloudScheduler-ScheduleTime", slot)
            .timeout(patience),
        "GET",
        "");
  }

  /** Plays faults: a JSON object by provider. */
  void faults(String faults) {
    var answer = send(request("/simulator/faults", ""), "PUT", faults);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** Reads as the bearer of a token; an empty one is not sent. */
  Answer get(String path, String token) {
    return send(request(path, token), "GET", "");
  }

  /** Posts nothing as the bearer of a token; an empty one is not sent. */
  Answer post(String path, String token) {
    return send(request(path, token), "POST", "");
  }

  /** Sends a JSON body as the bearer of a token. */
  Answer send(String method, String path, String token, String body) {
    return send(request(path, token), method, body);
  }

  private HttpRequest.Builder request(String path, String token) {
    var request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json");
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request, String method, String body) {
    try {
      var response =
          client.send(
              request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
              BodyHandlers.ofString());
      var type = response.headers().firstValue("content-type").orElse("");
      var tree = type.contains("json") ? json.readTree(response.body()) : json.nullNode();
      return new Answer(response.statusCode(), response.body(), tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens. */
  String address() {
    return announced().orElseThrow();
  }

  /** A connection on which nothing was sent yet. */
  Socket connect() throws IOException {
    var uri = URI.create(address());
    return new Socket(uri.getHost(), uri.getPort());
  }

  private Optional<String> announced() {
    var matcher = ADDRESS.matcher(log());
    return matcher.find()
        ? Optional.of(matcher.group(1).replace("0.0.0.0", "127.0.0.1"))
        : Optional.empty();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** {@code kill -9}. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Asks for an orderly end and does not wait for it. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end; the exit code. */
  int awaitEnd(Duration limit) throws InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)).as(log()).isTrue();
    return process.exitValue();
  }

  /** An orderly end, as by Ctrl-C or a container's stop. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as(log()).isTrue();
  }
}
