package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.OpenAiError;
import dev.ziggurat.llm.TokenUsage;
import java.util.Optional;

/** Writes the objects that whole and streamed answers of Anthropic's API share. */
final class MessageShape {

  private MessageShape() {}

  /** A {@code message} without content and end. */
  static ObjectNode message(AnsweredCall call) {
    var message =
        typed("message")
            .put("id", "msg_" + call.id().toString().replace("-", ""))
            .put("role", "assistant")
            .put("model", call.model());
    message.putArray("content");
    return message.putNull("stop_reason").putNull("stop_sequence");
  }

  /** {@code input_tokens} leave out those of the cache. Zeros where nothing was reported. */
  static ObjectNode usage(Optional<TokenUsage> reported) {
    var usage = reported.orElse(new TokenUsage(0, 0, 0, 0, 0));
    return JsonNodeFactory.instance
        .objectNode()
        .put("input_tokens", Math.max(0, usage.input() - usage.cached() - usage.cacheWrite()))
        .put("cache_creation_input_tokens", usage.cacheWrite())
        .put("cache_read_input_tokens", usage.cached())
        .put("output_tokens", usage.output());
  }

  /** An error, which is the same as an event and as a body. */
  static ObjectNode error(OpenAiError error, int status, String requestId) {
    var body = typed("error");
    body.putObject("error")
        .put("type", ErrorTypes.of(status))
        .put("message", error.error().message());
    return body.put("request_id", requestId);
  }

  static ObjectNode typed(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
