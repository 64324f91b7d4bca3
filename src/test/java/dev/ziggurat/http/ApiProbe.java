package dev.ziggurat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.http.ApiWalk.Operation;
import io.restassured.RestAssured;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sends requests to operations and writes down every answer that is not as it should be. */
final class ApiProbe implements AutoCloseable {

  /** How a caller's mistake may be answered, where more than one thing is wrong with a request. */
  static final Set<Integer> REFUSED = Set.of(400, 404, 409, 412, 413, 414, 415, 422);

  private static final String PROBLEM = "application/problem+json";
  private static final int SHOWN = 60;

  private final List<String> faults = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** An answer, with its body only if it is a refusal: a stream of events has no end. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> String.join(", ", header.getValue()))
          .findFirst()
          .orElse("");
    }
  }

  /** A request without a token; a body is sent only if one is given. */
  static HttpRequest.Builder anonymous(Operation operation, String address) {
    return HttpRequest.newBuilder(
            URI.create("http://localhost:" + RestAssured.port + guarded(operation, address)))
        .timeout(Duration.ofSeconds(60))
        .method(operation.method(), BodyPublishers.noBody());
  }

  /** A request that may be made. */
  static HttpRequest.Builder allowed(Operation operation, String address) {
    var request = anonymous(operation, address);
    operation.tokens().stream()
        .findFirst()
        .ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  static HttpRequest.Builder allowed(
      Operation operation, String address, String type, BodyPublisher body) {
    return allowed(operation, address)
        .method(operation.method(), body)
        .header("Content-Type", type);
  }

  static HttpRequest.Builder json(Operation operation, String address, String body) {
    return allowed(operation, address, "application/json", BodyPublishers.ofString(body));
  }

  /** Without a game a trigger ticks them all. */
  private static String guarded(Operation operation, String address) {
    var ticksAll =
        operation.parameters().stream()
            .anyMatch(each -> each.name().equals("game") && each.in().equals("query"));
    return ticksAll && !address.contains("game=")
        ? address + (address.contains("?") ? "&" : "?") + "game=none"
        : address;
  }

  /** Sends what must be refused in one of these ways. */
  Answer refused(Operation operation, String what, HttpRequest.Builder request, Set<Integer> as) {
    var answer = send(request);
    if (!as.contains(answer.status())) {
      fault(operation, what, answer, "is not " + as);
    } else {
      checkProblem(operation, what, answer);
    }
    return answer;
  }

  Answer refused(Operation operation, String what, HttpRequest.Builder request, int as) {
    return refused(operation, what, request, Set.of(as));
  }

  /** Sends what is strange but may be right; only a failure of ours is a fault. */
  void odd(Operation operation, String what, HttpRequest.Builder request) {
    var answer = send(request);
    if (answer.status() >= 500) {
      fault(operation, what, answer, "is our own failure");
    } else if (answer.status() >= 400) {
      checkProblem(operation, what, answer);
    }
  }

  /** Says what was found, all at once. */
  void report() {
    assertThat(faults).isEmpty();
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      var answer = client.send(request.build(), BodyHandlers.ofInputStream());
      return new Answer(answer.statusCode(), answer.headers().map(), body(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(request.build().uri().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String body(HttpResponse<InputStream> answer) throws IOException {
    try (var body = answer.body()) {
      return answer.statusCode() >= 400
          ? new String(body.readAllBytes(), StandardCharsets.UTF_8)
          : "";
    }
  }

  private void checkProblem(Operation operation, String what, Answer answer) {
    if (operation.isOfGateway()) {
      checkGatewayError(operation, what, answer);
      return;
    }
    if (!answer.header("Content-Type").startsWith(PROBLEM)) {
      fault(operation, what, answer, "is no problem document");
      return;
    }
    try {
      var problem = new JsonObject(answer.body());
      if (!Integer.valueOf(answer.status()).equals(problem.getInteger("status"))
          || isBlank(problem, "title")
          || isBlank(problem, "detail")) {
        fault(operation, what, answer, "lacks status, title or detail");
      }
      if (operation.path().startsWith("/api/admin")
          && !(Boolean.FALSE.equals(problem.getValue("success")) && !isBlank(problem, "error"))) {
        fault(operation, what, answer, "lacks success or error");
      }
    } catch (DecodeException | ClassCastException broken) {
      fault(operation, what, answer, "is no JSON");
    }
  }

  private void checkGatewayError(Operation operation, String what, Answer answer) {
    try {
      var body = new JsonObject(answer.body());
      var error = body.getJsonObject("error");
      if (!answer.header("Content-Type").startsWith("application/json")
          || error == null
          || isBlank(error, "message")
          || isBlank(error, "type")
          || !(operation.path().startsWith("/v1/messages")
              ? "error".equals(body.getString("type"))
              : error.containsKey("param") && error.containsKey("code"))) {
        fault(operation, what, answer, "is no error object of this API");
      }
    } catch (DecodeException | ClassCastException broken) {
      fault(operation, what, answer, "is no JSON");
    }
  }

  private static boolean isBlank(JsonObject problem, String member) {
    return problem.getString(member) == null || problem.getString(member).isBlank();
  }

  private void fault(Operation operation, String what, Answer answer, String fault) {
    faults.add(
        "%s, %s: %d %s %s: %s"
            .formatted(
                operation,
                cut(what),
                answer.status(),
                answer.header("Content-Type"),
                fault,
                cut(answer.body())));
  }

  private static String cut(String text) {
    return text.length() <= 4 * SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
