package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads Claude's whole response (https://platform.claude.com/docs/en/api/messages/create). Blocks
 * of other types than text and tool use are ignored; a text instead of blocks is accepted.
 */
final class AnswerReader {

  private AnswerReader() {}

  /**
   * Reads an answer.
   *
   * @throws UnusableAnswer when it has no content, or was cut
   */
  static Completion read(String requestedModel, Answer<ObjectNode> answer) {
    var body = answer.body();
    var content = body.path("content");
    if (content.isMissingNode() || content.isNull()) {
      throw UnusableAnswer.malformed("the response has no content");
    }
    var text = new StringBuilder();
    var calls = new ArrayList<ToolCall>();
    for (var block : blocks(content)) {
      if (block.isTextual()) {
        text.append(block.textValue());
      } else if (block.path("type").asText().equals("text")) {
        text.append(block.path("text").asText(""));
      } else if (block.path("type").asText().equals("tool_use")) {
        calls.add(call(block));
      }
    }
    var usage = new ReportedUsage();
    usage.add(body.path("usage"));
    var stop = StopReason.of(body);
    return stop.checked(
        new Completion(
                Provider.CLAUDE,
                body.path("model").asText(requestedModel),
                text.toString(),
                calls,
                stop.finish(),
                stop.refusal(),
                usage.usage(),
                answer.requestId().or(() -> Optional.ofNullable(body.path("id").textValue())),
                answer.limits())
            .saying(Optional.ofNullable(body.path("id").textValue()), usage.tier()));
  }

  /** The text of its thinking, which is empty unless the request asks for it. */
  static String thinking(JsonNode body) {
    var text = new StringBuilder();
    for (var block : blocks(body.path("content"))) {
      if (block.path("type").asText().equals("thinking")) {
        text.append(block.path("thinking").asText(""));
      }
    }
    return text.toString();
  }

  private static Iterable<JsonNode> blocks(JsonNode content) {
    return content.isArray() ? content : List.of(content);
  }

  private static ToolCall call(JsonNode block) {
    return new ToolCall(
        block.path("id").asText(""), block.path("name").asText(""), arguments(block.path("input")));
  }

  /** The arguments of a tool call as JSON text. */
  static String arguments(JsonNode input) {
    return input.isTextual() && !input.textValue().isBlank()
        ? input.textValue()
        : input.isContainerNode() ? input.toString() : "{}";
  }
}
