package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.provider.JsonText;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        .forwarding(
            new AnswerText(
                piece.corrected() ? JsonText.of(answer.body()) : ProviderJson.text(original),
                Optional.empty(),
                Optional.of(answer.body())));
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
        text(message),
        calls(message),
        answer.requestId(),
        answer.limits());
  }

  /** A spoken answer has its text beside the sound. */
  private static String text(JsonNode message) {
    var text = message.path("content").asText("");
    return text.isEmpty() ? message.path("audio").path("transcript").asText("") : text;
  }

  /** Calls of functions, of custom tools, and of a function as older models call it. */
  private static List<ToolCall> calls(JsonNode message) {
    var calls = new ArrayList<ToolCall>();
    for (var call : message.path("tool_calls")) {
      var id = call.path("id").asText("");
      call(id, call.path("function"), "arguments").ifPresent(calls::add);
      call(id, call.path("custom"), "input").ifPresent(calls::add);
    }
    call("", message.path("function_call"), "arguments").ifPresent(calls::add);
    return calls;
  }

  private static Optional<ToolCall> call(String id, JsonNode called, String arguments) {
    return called.isObject()
        ? Optional.of(
            new ToolCall(id, called.path("name").asText(""), called.path(arguments).asText("{}")))
        : Optional.empty();
  }
}
