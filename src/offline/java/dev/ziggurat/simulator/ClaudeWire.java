package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ToolCall;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Claude API: Messages in blocks, named events, rate limit resets as timestamps. */
final class ClaudeWire implements Wire {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final ProviderSheet sheet = ProviderSheet.of(Provider.CLAUDE);

  @Override
  public Provider provider() {
    return Provider.CLAUDE;
  }

  @Override
  public ProviderSheet sheet() {
    return sheet;
  }

  @Override
  public String chatPath() {
    return "/v1/messages";
  }

  @Override
  public String modelsPath() {
    return "/v1/models";
  }

  @Override
  public void admit(MultiMap headers) throws ProviderRefusal {
    var key = headers.get("x-api-key");
    if (key == null || key.isBlank()) {
      throw new ProviderRefusal(401, "missing");
    }
    if (key.equals(ChatCompletionsWire.WRONG_KEY)) {
      throw new ProviderRefusal(401, "key");
    }
    var version = headers.get("anthropic-version");
    if (version == null || version.isBlank()) {
      throw ClaudeRequest.invalid("anthropic-version", "header is required");
    }
  }

  @Override
  public Ask read(JsonNode body) throws ProviderRefusal {
    return new ClaudeRequest(body, sheet).ask();
  }

  @Override
  public JsonNode whole(Ask ask, Answer answer, AnswerId stamp) {
    var message = message(ask, stamp);
    var content = (ArrayNode) message.path("content");
    if (ask.reasons()) {
      content.addObject().put("type", "thinking").put("thinking", "").put("signature", "EqQB");
    }
    if (!answer.refused() && !answer.text().isEmpty()) {
      content.addObject().put("type", "text").put("text", answer.text());
    }
    uses(answer).forEach(content::add);
    message
        .put("stop_reason", stopReason(answer))
        .put("stop_sequence", answer.stoppedAt().orElse(null));
    if (answer.refused()) {
      message.set("stop_details", refusal(answer));
    }
    message.set("usage", usage(answer));
    return message;
  }

  private static ObjectNode message(Ask ask, AnswerId stamp) {
    var message =
        NODES
            .objectNode()
            .put("id", "msg_" + stamp.id())
            .put("type", "message")
            .put("role", "assistant")
            .put("model", ask.model().id());
    message.putArray("content");
    return message
        .putNull("stop_reason")
        .putNull("stop_sequence")
        .putNull("stop_details")
        .putNull("container");
  }

  private static String stopReason(Answer answer) {
    if (answer.refused()) {
      return "refusal";
    }
    if (answer.cut()) {
      return "max_tokens";
    }
    if (!answer.calls().isEmpty()) {
      return "tool_use";
    }
    return answer.stoppedAt().isPresent() ? "stop_sequence" : "end_turn";
  }

  private static List<ObjectNode> uses(Answer answer) {
    return answer.calls().stream().map(ClaudeWire::use).toList();
  }

  private static ObjectNode use(ToolCall call) {
    var use =
        NODES
            .objectNode()
            .put("type", "tool_use")
            .put("id", "toolu_" + call.id())
            .put("name", call.name());
    try {
      use.set("input", JsonBody.of(Buffer.buffer(call.arguments())));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return use;
  }

  private static ObjectNode refusal(Answer answer) {
    return NODES
        .objectNode()
        .put("type", "refusal")
        .putNull("category")
        .put("explanation", answer.text());
  }

  private static ObjectNode usage(Answer answer) {
    var usage =
        NODES
            .objectNode()
            .put("input_tokens", answer.inputTokens() - answer.cachedTokens())
            .put("output_tokens", answer.outputTokens())
            .put("cache_creation_input_tokens", 0)
            .put("cache_read_input_tokens", answer.cachedTokens());
    usage
        .putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", 0)
        .put("ephemeral_1h_input_tokens", 0);
    usage.putObject("output_tokens_details").put("thinking_tokens", answer.reasoningTokens());
    return usage.put("service_tier", "standard").put("inference_geo", "global");
  }

  @Override
  public List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp) {
    var start = message(ask, stamp);
    var usage = usage(answer).put("output_tokens", 1);
    usage.remove("output_tokens_details");
    start.set("usage", usage);
    return new ClaudeEvents()
        .start(start)
        .thinking(ask.reasons())
        .text(answer.refused() ? "" : answer.text())
        .uses(uses(answer))
        .end(
            stopReason(answer),
            answer.stoppedAt().orElse(null),
            answer.refused() ? refusal(answer) : null,
            usage(answer))
        .frames();
  }

  @Override
  public StreamFrame brokenStream(Ask ask, AnswerId stamp) {
    var error = NODES.objectNode().put("type", "error");
    error.putObject("error").put("type", "overloaded_error").put("message", "Overloaded");
    return ClaudeEvents.event("error", error, false);
  }

  @Override
  public JsonNode models() {
    var list = NODES.objectNode();
    var data = list.putArray("data");
    sheet.models().forEach(model -> data.add(model(model)));
    return list.put("first_id", sheet.models().getFirst().id())
        .put("last_id", sheet.models().getLast().id())
        .put("has_more", false);
  }

  @Override
  public ObjectNode model(ModelRow model) {
    var entry =
        NODES
            .objectNode()
            .put("type", "model")
            .put("id", model.id())
            .put("display_name", model.displayName())
            .put("created_at", model.createdAt())
            .put("max_input_tokens", model.contextTokens())
            .put("max_tokens", model.maxOutputTokens());
    entry.putObject("capabilities").putObject("structured_outputs").put("supported", true);
    return entry;
  }

  @Override
  public Map<String, String> headers(AnswerId stamp) {
    return Map.of(
        "request-id", "req_" + stamp.id(),
        "anthropic-organization-id", "org-simulated",
        "anthropic-workspace-id", "wrkspc-simulated");
  }

  @Override
  public Map<String, String> limits(long tokens, AnswerId stamp) {
    var limits = new HashMap<String, String>();
    var reset = stamp.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).toString();
    announce(limits, "requests", 50_000, 49_999, reset);
    for (var kind : List.of("tokens", "input-tokens", "output-tokens")) {
      var left = Math.max(0, stamp.tokensPerMinute() - tokens) / 1000 * 1000;
      announce(limits, kind, stamp.tokensPerMinute(), left, reset);
    }
    return limits;
  }

  private static void announce(
      Map<String, String> limits, String kind, long limit, long left, String reset) {
    var prefix = "anthropic-ratelimit-" + kind;
    limits.put(prefix + "-limit", Long.toString(limit));
    limits.put(prefix + "-remaining", Long.toString(left));
    limits.put(prefix + "-reset", reset);
  }
}
