package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole chat completion. */
final class CompletionReader {

  private CompletionReader() {}

  /**
   * Reads an answer, with its JSON as {@link Completion#forwarded}: the original text if it has
   * OpenAI's shape.
   *
   * @throws UnusableAnswer when it has no choices, or one of them is cut
   */
  static Completion forwarded(
      Provider provider, String requestedModel, Answer<ObjectNode> answer, String original) {
    var read = new ChatAnswer(1);
    var piece = read.add(answer.body(), AnswerShape.MESSAGE);
    return completion(read, provider, requestedModel, answer)
        .forwarding(piece.corrected() ? answer.body().toString() : ProviderJson.text(original));
  }

  /**
   * Reads an answer.
   *
   * @throws UnusableAnswer when it has no choices, or one of them is cut
   */
  static Completion read(Provider provider, String requestedModel, Answer<ObjectNode> answer) {
    var read = new ChatAnswer(1);
    read.add(answer.body(), AnswerShape.MESSAGE);
    return completion(read, provider, requestedModel, answer);
  }

  private static Completion completion(
      ChatAnswer read, Provider provider, String requestedModel, Answer<ObjectNode> answer) {
    if (!answer.body().path("choices").isArray()) {
      throw UnusableAnswer.malformed("the response has no choices");
    }
    var message = answer.body().path("choices").path(0).path(AnswerShape.MESSAGE);
    return read.completion(
        provider,
        requestedModel,
        message.path("content").asText(""),
        calls(message.path("tool_calls")),
        answer.requestId(),
        answer.limits());
  }

  private static List<ToolCall> calls(JsonNode reported) {
    var calls = new ArrayList<ToolCall>();
    for (var call : reported) {
      var function = call.path("function");
      if (function.isObject()) {
        calls.add(
            new ToolCall(
                call.path("id").asText(""),
                function.path("name").asText(""),
                function.path("arguments").asText("{}")));
      }
    }
    return calls;
  }
}
