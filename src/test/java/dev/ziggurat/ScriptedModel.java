package dev.ziggurat;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A provider whose model answers as a test tells it, and at {@link #agentUrl} an external agent
 * that does the same. It is added to the chain while it is open, and asked by agents that choose
 * {@link #MODEL}.
 */
public final class ScriptedModel implements AutoCloseable {

  /** What agents name it by. */
  public static final String MODEL = "scripted/model-1";

  private static final String KEY_VARIABLE = "SCRIPTED_API_KEY";
  private static final String PROVIDERS = "/api/admin/providers";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<String> prompts = new CopyOnWriteArrayList<>();
  private volatile UnaryOperator<String> script = prompt -> "{\"actions\": []}";

  /** Opens it and adds it to the chain. */
  public ScriptedModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1", this::complete);
    server.createContext("/agent", this::decide);
    server.start();
    System.setProperty(KEY_VARIABLE, "sk-scripted");
    remove();
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(
            """
            {"id": "scripted", "name": "Scripted", "apiBase": "%s", "keyVariable": "%s",
             "defaultModel": "model-1"}"""
                .formatted(base() + "/v1", KEY_VARIABLE))
        .post(PROVIDERS)
        .then()
        .statusCode(201);
  }

  private static void remove() {
    given().header("Authorization", "Bearer dev-admin").delete(PROVIDERS + "/scripted");
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where an external agent answers by the same script. */
  public String agentUrl() {
    return base() + "/agent";
  }

  /** From now on it gives to a prompt the answer of this script; its prompts are forgotten. */
  public void plays(UnaryOperator<String> newScript) {
    script = newScript;
    prompts.clear();
  }

  /** The prompts since the script began. */
  public List<String> prompts() {
    return prompts;
  }

  private void complete(HttpExchange exchange) throws IOException {
    var prompt = new StringBuilder();
    var request = JSON.readTree(exchange.getRequestBody());
    for (var message : request.path("messages")) {
      prompt.append(text(message.path("content"))).append('\n');
    }
    var answer = JSON.createObjectNode().put("id", "scripted-1").put("model", "model-1");
    answer
        .putArray("choices")
        .addObject()
        .put("index", 0)
        .put("finish_reason", "stop")
        .putObject("message")
        .put("role", "assistant")
        .put("content", answer(prompt.toString()));
    answer.putObject("usage").put("prompt_tokens", 7).put("completion_tokens", 5);
    send(exchange, answer.toString());
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.textValue();
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }

  private void decide(HttpExchange exchange) throws IOException {
    send(exchange, answer(JSON.readTree(exchange.getRequestBody()).path("briefing").asText()));
  }

  private String answer(String prompt) {
    prompts.add(prompt);
    return script.apply(prompt);
  }

  private static void send(HttpExchange exchange, String answer) throws IOException {
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    remove();
    System.clearProperty(KEY_VARIABLE);
    server.stop(0);
  }
}
