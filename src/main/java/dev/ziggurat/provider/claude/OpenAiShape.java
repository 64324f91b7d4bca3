package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.TokenUsage;
import java.time.Instant;

/** Writes Claude's answers in OpenAI's format. */
final class OpenAiShape {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private OpenAiShape() {}

  /**
   * A {@code chat.completion}. A refusal has the finish reason {@code content_filter}.
   *
   * @param thinking the text of the thinking, for {@code reasoning} as in streams; may be empty
   */
  static String completion(Completion answer, String thinking, Instant now) {
    var body = envelope("chat.completion", id(answer), answer.model(), now);
    var choice = body.putArray("choices").addObject().put("index", 0);
    var message = choice.putObject("message").put("role", "assistant");
    if (answer.text().isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", answer.text());
    }
    if (!thinking.isEmpty()) {
      message.put("reasoning", thinking);
    }
    answer
        .explanation()
        .ifPresentOrElse(why -> message.put("refusal", why), () -> message.putNull("refusal"));
    if (!answer.toolCalls().isEmpty()) {
      var calls = message.putArray("tool_calls");
      for (var call : answer.toolCalls()) {
        var written = calls.addObject().put("id", call.id()).put("type", "function");
        written.putObject("function").put("name", call.name()).put("arguments", call.arguments());
      }
    }
    choice.putNull("logprobs").put("finish_reason", finish(answer.finishReason()));
    answer.usage().ifPresent(usage -> body.set("usage", usage(usage)));
    return body.toString();
  }

  private static String id(Completion answer) {
    return "chatcmpl-" + answer.requestId().orElse("claude");
  }

  /** The fields that chunks and completions share. */
  static ObjectNode envelope(String object, String id, String model, Instant now) {
    return NODES
        .objectNode()
        .put("id", id)
        .put("object", object)
        .put("created", now.getEpochSecond())
        .put("model", model);
  }

  static ObjectNode usage(TokenUsage usage) {
    var written =
        NODES
            .objectNode()
            .put("prompt_tokens", usage.input())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.input() + usage.output());
    written.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
    written.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
    return written;
  }

  static String finish(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case REFUSAL -> "content_filter";
      case OTHER -> throw new IllegalArgumentException("the answer is not complete");
    };
  }
}
