package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.ToolCall;
import java.util.Optional;

/** Writes what responses and their events say as chat completions. */
final class ResponseChat {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ResponseChat() {}

  /** A {@code chat.completion}. */
  static String completion(JsonNode response, Completion answer, ResponseContent said) {
    var body = envelope("chat.completion", response, answer.model());
    var choice = body.putArray("choices").addObject().put("index", 0);
    var message = choice.putObject("message").put("role", "assistant");
    message.put("content", said.text().isEmpty() ? null : said.text());
    if (!said.reasoning().isEmpty()) {
      message.put("reasoning", said.reasoning());
    }
    message.put("refusal", said.refusal().isEmpty() ? null : said.refusal());
    if (!said.calls().isEmpty()) {
      var calls = message.putArray("tool_calls");
      said.calls().forEach(call -> calls.add(call(call, said.custom().contains(call.id()))));
    }
    choice.putNull("logprobs").put("finish_reason", finish(answer.finishReason()));
    answer.usage().ifPresent(usage -> body.set("usage", usage(usage)));
    return body.toString();
  }

  /** A {@code chat.completion.chunk} with this delta. */
  static String chunk(
      JsonNode response,
      String model,
      ObjectNode delta,
      Optional<FinishReason> finish,
      Optional<TokenUsage> usage) {
    var chunk = envelope("chat.completion.chunk", response, model);
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs");
    choice.put("finish_reason", finish.map(ResponseChat::finish).orElse(null));
    usage.ifPresent(counted -> chunk.set("usage", usage(counted)));
    return chunk.toString();
  }

  private static ObjectNode envelope(String object, JsonNode response, String model) {
    return NODES
        .objectNode()
        .put("id", response.path("id").asText("response"))
        .put("object", object)
        .put("created", response.path("created_at").asLong())
        .put("model", model);
  }

  private static ObjectNode call(ToolCall call, boolean custom) {
    var type = custom ? "custom" : "function";
    var written = NODES.objectNode().put("id", call.id()).put("type", type);
    written
        .putObject(type)
        .put("name", call.name())
        .put(custom ? "input" : "arguments", call.arguments());
    return written;
  }

  private static ObjectNode usage(TokenUsage usage) {
    var written =
        NODES
            .objectNode()
            .put("prompt_tokens", usage.input())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.input() + usage.output());
    written
        .putObject("prompt_tokens_details")
        .put("cached_tokens", usage.cached())
        .put("cache_write_tokens", usage.cacheWrite());
    written.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return written;
  }

  private static String finish(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case REFUSAL -> "content_filter";
      case OTHER -> throw new IllegalArgumentException("the answer is not complete");
    };
  }
}
