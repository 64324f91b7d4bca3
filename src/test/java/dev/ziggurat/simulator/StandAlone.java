package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A simulator in a server of its own, and a client that speaks to it over real HTTP. */
final class StandAlone implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-20T10:15:00Z");
  static final JsonMapper JSON = JsonMapper.builder().build();

  private static final UsualLatency QUICK =
      new UsualLatency(Duration.ofMillis(1), Duration.ofMillis(5));

  private final Vertx vertx;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  StandAlone() {
    this(1);
  }

  StandAlone(long seed) {
    this(seed, new VertxOptions());
  }

  StandAlone(long seed, VertxOptions options) {
    vertx = Vertx.vertx(options);
    var router = Router.router(vertx);
    new Simulator(seed, QUICK, InstantSource.fixed(NOW)).mount(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
  }

  HttpClient client() {
    return client;
  }

  int port() {
    return server.actualPort();
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
        .timeout(Duration.ofSeconds(20));
  }

  /** A request to the provider with all the headers it wants. */
  HttpRequest.Builder to(Provider provider, String path) {
    var request = to(Simulator.basePath(provider) + path);
    return provider.equals(Provider.CLAUDE)
        ? request.header("x-api-key", "any").header("anthropic-version", "2023-06-01")
        : request.header("Authorization", "Bearer any");
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(Provider provider, String path) {
    return send(to(provider, path).GET().build());
  }

  HttpRequest chatRequest(Provider provider, String body) {
    return to(provider, provider.equals(Provider.CLAUDE) ? "/v1/messages" : "/chat/completions")
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  HttpResponse<String> chat(Provider provider, JsonNode body) {
    return send(chatRequest(provider, body.toString()));
  }

  HttpResponse<String> putFaults(String body) {
    return send(to("/simulator/faults").PUT(BodyPublishers.ofString(body)).build());
  }

  void faults(Provider provider, String faults) {
    var reply = putFaults("{\"" + provider.id() + "\": " + faults + "}");
    if (reply.statusCode() != 200) {
      throw new AssertionError(reply.body());
    }
  }

  void quiet() {
    send(to("/simulator/faults").DELETE().build());
    send(to("/simulator/observations").DELETE().build());
  }

  JsonNode observed() {
    return json(send(to("/simulator/observations").GET().build()));
  }

  JsonNode observed(Provider provider) {
    return observed().path("providers").path(provider.id());
  }

  static JsonNode json(HttpResponse<String> reply) {
    return json(reply.body());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  /** The model that stands for the provider in these tests. */
  static String model(Provider provider) {
    return switch (provider.id()) {
      case "wandb", "groq" -> "openai/gpt-oss-120b";
      case "claude" -> "claude-sonnet-5-5";
      case "openai" -> "gpt-4o-mini";
      default -> throw new IllegalArgumentException(provider.id());
    };
  }

  /** A small question the provider accepts. */
  static ObjectNode question(Provider provider) {
    return question(provider, "Be short.", "Is 91 prime?");
  }

  static ObjectNode question(Provider provider, String system, String user) {
    var body = JSON.createObjectNode().put("model", model(provider));
    var messages = body.putArray("messages");
    if (provider.equals(Provider.CLAUDE)) {
      body.put("max_tokens", 2048).put("system", system);
    } else {
      messages.addObject().put("role", "system").put("content", system);
    }
    messages.addObject().put("role", "user").put("content", user);
    return body;
  }

  /** The text of a whole answer. */
  static String text(Provider provider, JsonNode body) {
    if (provider != Provider.CLAUDE) {
      return body.at("/choices/0/message/content").asText();
    }
    var text = new StringBuilder();
    for (var block : body.path("content")) {
      text.append(block.path("type").asText().equals("text") ? block.path("text").asText() : "");
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
