package dev.ziggurat.start.cache;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a service is asked: chat completions, whole and streamed, by all APIs of the gateway, from
 * {@value #CALLERS} callers at once; ticks; what an operator and a console read.
 */
final class TrainingTraffic {

  private static final int CALLERS = 16;
  private static final int AGENTS = 24;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration BETWEEN_TICKS = Duration.ofMillis(200);
  private static final String GAME = "training";
  private static final String QUESTION =
      "The price of barley has risen for three days. What do you do with forty measures of it?";

  /** A request of the gateway; of {@code share} requests one is of this kind. */
  private record Call(String path, String body, int share) {}

  private static final List<Call> CALLS =
      List.of(
          new Call(
              "/v1/chat/completions",
              """
              {"model": "openai/gpt-oss-120b", "stream": true, "max_tokens": 256, "messages": [
                {"role": "system", "content": "You are a trader."}, {"role": "user", "content": "%s"}]}
              """
                  .formatted(QUESTION),
              8),
          new Call(
              "/v1/responses",
              """
              {"model": "openai/gpt-oss-120b", "max_output_tokens": 256, "store": false, "input": "%s"}
              """
                  .formatted(QUESTION),
              8),
          new Call(
              "/v1/messages",
              """
              {"model": "openai/gpt-oss-120b", "max_tokens": 256,
                "messages": [{"role": "user", "content": "%s"}]}
              """
                  .formatted(QUESTION),
              8),
          new Call(
              "/v1/chat/completions",
              """
              {"model": "openai/gpt-oss-120b", "max_tokens": 256, "temperature": 0.7, "messages": [
                {"role": "system", "content": "You are a trader."}, {"role": "user", "content": "%s"}]}
              """
                  .formatted(QUESTION),
              1));

  private static final List<String> PAGES =
      List.of(
          "/q/health",
          "/q/metrics",
          "/api/games",
          "/api/games/" + GAME,
          "/api/admin/ai-models",
          "/api/admin/usage?by=model",
          "/console/sign-in");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private final String token;
  private final LongAdder answers = new LongAdder();

  /**
   * @param token an admin's, and the secret of the cron endpoint
   */
  TrainingTraffic(String address, String token) {
    this.address = address;
    this.token = token;
  }

  /**
   * Asks for so long.
   *
   * @return the number of good answers
   */
  long run(Duration length) throws IOException, InterruptedException {
    expect(CREATED, post("/api/games", token, game()));
    var made = post("/api/admin/keys", token, "{\"name\": \"Training\"}");
    expect(CREATED, made);
    var key = new JsonMapper().readTree(made.body()).path("secret").asText();
    var endNanos = System.nanoTime() + length.toNanos();
    try (client;
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var caller = 0; caller < CALLERS; caller++) {
        callers.submit(() -> call(key, endNanos));
      }
      callers.submit(() -> tick(endNanos));
    }
    if (answers.sum() == 0) {
      throw new IllegalStateException("no request of the training was answered");
    }
    return answers.sum();
  }

  private static String game() {
    return """
        {"id": "%s", "name": "Training", "periodMillis": 60000, "agents": %d}
        """
        .formatted(GAME, AGENTS);
  }

  private Void call(String key, long endNanos) throws IOException, InterruptedException {
    for (var number = 0L; System.nanoTime() - endNanos < 0; number++) {
      for (var call : CALLS) {
        if (number % call.share() == 0) {
          count(post(call.path(), key, call.body()));
        }
      }
    }
    return null;
  }

  /** Beside it pages are read. */
  private Void tick(long endNanos) throws IOException, InterruptedException {
    while (System.nanoTime() - endNanos < 0) {
      count(post("/api/cron/tick?game=" + GAME, token, ""));
      for (var page : PAGES) {
        count(send(request(page, token).GET().build()));
      }
      Thread.sleep(BETWEEN_TICKS);
    }
    return null;
  }

  private void count(HttpResponse<String> answer) {
    if (answer.statusCode() == OK) {
      answers.increment();
    }
  }

  private static void expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    }
  }

  private HttpResponse<String> post(String path, String token, String body)
      throws IOException, InterruptedException {
    return send(
        request(path, token)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }
}
