package dev.ziggurat.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the answers to a request.
 *
 * @param message the message in OpenAI's format
 * @param finishReason in OpenAI's words; empty when the answer was cut
 */
record Choice(JsonNode message, Optional<String> finishReason) {

  /** All answers of a completion that was not streamed. */
  static List<Choice> of(Completion completion, ObjectMapper json) {
    try {
      var choices = new ArrayList<Choice>();
      if (completion.forwarded().isPresent()) {
        for (var choice : json.readTree(completion.forwarded().get().chat()).path("choices")) {
          var reason = Optional.ofNullable(choice.path("finish_reason").textValue());
          choices.add(new Choice(choice.path("message"), reason));
        }
      }
      return choices.isEmpty() ? List.of(only(completion)) : List.copyOf(choices);
    } catch (JsonProcessingException malformed) {
      return List.of(only(completion));
    }
  }

  private static Choice only(Completion completion) {
    var message = JsonNodeFactory.instance.objectNode().put("content", completion.text());
    completion.explanation().ifPresent(why -> message.put("refusal", why));
    for (var call : completion.toolCalls()) {
      var written = message.withArray("tool_calls").addObject().put("id", call.id());
      written.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
    return new Choice(message, Optional.of(reason(completion.finishReason())));
  }

  /** A finish reason in OpenAI's words. */
  static String reason(FinishReason reason) {
    return switch (reason) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case TOOL_CALLS -> "tool_calls";
      case REFUSAL -> "content_filter";
      case OTHER -> "other";
    };
  }

  /** The output message of the GenAI conventions, which have words of their own for two reasons. */
  ObjectNode output(MessageParts parts) {
    var output = JsonNodeFactory.instance.objectNode().put("role", "assistant");
    output.set("parts", parts.of(message));
    return output.put(
        "finish_reason",
        switch (finishReason.orElse("error")) {
          case "tool_calls", "function_call" -> "tool_call";
          case String other -> other;
        });
  }
}
