package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A provider that nobody built in: it speaks chat completions and the Responses API, whole and
 * streamed, and embeddings.
 */
final class StubProvider implements AutoCloseable {

  private static final String WHOLE =
      """
      {"id": "stub-1", "model": "%s", "service_tier": "%s", "choices": [{"index": 0, "finish_reason": "stop",
        "message": {"role": "assistant", "content": "%s", "reasoning": "hm", "tool_calls": []}}],
       "usage": %s}""";

  private static final String STREAMED =
      """
      data: {"id": "stub-1", "model": "%1$s", "service_tier": "%2$s", "choices": [{"index": 0, "delta": {"content": "said by "}}]}

      data: {"id": "stub-1", "model": "%1$s", "choices": [{"index": 0, "delta": {"content": "the fifth"}, "finish_reason": "stop"}]}

      data: {"id": "stub-1", "model": "%1$s", "choices": [], "system_fingerprint": "fp_stub", "usage": %3$s}

      data: [DONE]

      """;

  private static final String VECTORS =
      """
      {"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.6, 0.8]}],
       "model": "%s", "usage": {"prompt_tokens": 2, "total_tokens": 2}}""";

  private static final String RESPONSE =
      """
      {"id": "resp_stub", "object": "response", "status": "completed", "model": "%s", "output": [{"id": "msg_1", "type": "message",
        "role": "assistant", "status": "completed", "content": [{"type": "output_text", "text": "said by the fifth", "annotations": []}]}],
       "usage": {"input_tokens": 7, "output_tokens": 5, "total_tokens": 12}}""";

  private static final String RESPONSE_EVENTS =
      """
      data: {"type": "response.created", "response": {"id": "resp_stub", "status": "in_progress", "model": "%1$s"}}

      data: {"type": "response.output_item.added", "output_index": 0, "item": {"id": "msg_1", "type": "message"}}

      data: {"type": "response.output_text.delta", "output_index": 0, "delta": "said by the fifth"}

      data: {"type": "response.completed", "response": %2$s}

      """;

  private static final String USAGE = "{\"prompt_tokens\": 7, \"completion_tokens\": 5}";

  private static final String TIER = "on_demand";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String said = "said by the fifth";
  private volatile String usage = USAGE;
  private volatile String tier = TIER;

  /** One request. */
  record Asked(String path, String authorization, String project, JsonNode body) {}

  StubProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** From now on it answers with this status. */
  void answers(int status) {
    this.status = status;
    asked.clear();
  }

  /** From now on its whole answers say this, with the escapes of a JSON string. */
  void says(String text) {
    said = text;
  }

  /** From now on its answers have this usage, as JSON. */
  void uses(String usage) {
    this.usage = usage;
  }

  /** From now on its answers say that they are billed by this service tier. */
  void billsBy(String tier) {
    this.tier = tier;
  }

  List<Asked> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = JSON.readTree(exchange.getRequestBody());
    var headers = exchange.getRequestHeaders();
    asked.add(
        new Asked(
            exchange.getRequestURI().getPath(),
            headers.getFirst("Authorization"),
            headers.getFirst("OpenAI-Project"),
            body));
    var stream = body.path("stream").asBoolean(false) && status == 200;
    exchange
        .getResponseHeaders()
        .set("Content-Type", stream ? "text/event-stream" : "application/json");
    if (status == 429) {
      exchange.getResponseHeaders().set("Retry-After", "600");
    }
    var answer =
        status == 200
            ? answer(exchange.getRequestURI().getPath(), body.path("model").asText(), stream)
            : "{\"error\": {\"message\": \"not now\"}}";
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private String answer(String path, String model, boolean stream) {
    if (path.endsWith("/embeddings")) {
      return VECTORS.formatted(model);
    }
    if (path.endsWith("/responses")) {
      var response = RESPONSE.formatted(model);
      return stream ? RESPONSE_EVENTS.formatted(model, response.replace("\n", " ")) : response;
    }
    return stream
        ? STREAMED.formatted(model, tier, usage)
        : WHOLE.formatted(model, tier, said, usage);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
