package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.TokenUsage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the first choice of one answer as typed pieces, from a {@code chat.completion} or from its
 * chunks, one after the other. Within one text reasoning comes first, then text, refusal, tool
 * calls, the finish reason and the usage.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/chat">Chat completions</a>
 */
public final class AnswerPieces {

  /** Names of providers for the text of the reasoning; those that send both send it twice. */
  private static final List<String> REASONING = List.of("reasoning", "reasoning_content");

  private final ObjectReader json;
  private final Set<Integer> calls = new HashSet<>();
  private final SurrogatePairs halves = new SurrogatePairs();

  /** Reads one answer. */
  public AnswerPieces(ObjectReader json) {
    this.json = json;
  }

  /** The pieces of a whole answer, or of the next piece of a streamed one. */
  public List<AnswerPiece> of(AnswerText answer) {
    var pieces = new ArrayList<AnswerPiece>();
    if (!answer.chat().isEmpty()) {
      add(answer.parsed().orElseGet(() -> tree(answer.chat())), pieces);
    }
    return pieces;
  }

  private JsonNode tree(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void add(JsonNode answer, List<AnswerPiece> pieces) {
    for (var choice : answer.path("choices")) {
      if (choice.path("index").asInt(0) == 0) {
        message(choice.path(choice.has("delta") ? "delta" : "message"), choice, pieces);
        text(choice.path("finish_reason"))
            .ifPresent(reason -> pieces.add(new AnswerPiece.Finish(reason)));
      }
    }
    if (answer.path("usage").isObject()) {
      pieces.add(new AnswerPiece.Usage(usage(answer.path("usage"))));
    }
  }

  private void message(JsonNode message, JsonNode choice, List<AnswerPiece> pieces) {
    REASONING.stream()
        .flatMap(field -> text(message.path(field)).stream())
        .findFirst()
        .flatMap(part -> whole("reasoning", part))
        .ifPresent(reasoning -> pieces.add(new AnswerPiece.Reasoning(reasoning)));
    part("content", message.path("content"))
        .ifPresent(
            text ->
                pieces.add(
                    new AnswerPiece.Text(text, list(choice.path("logprobs").path("content")))));
    part("refusal", message.path("refusal"))
        .ifPresent(refusal -> pieces.add(new AnswerPiece.Refusal(refusal)));
    var position = 0;
    for (var call : message.path("tool_calls")) {
      call(call, position++, pieces);
    }
    if (message.path("function_call").isObject()) {
      function(0, "", message.path("function_call"), pieces);
    }
  }

  private void call(JsonNode call, int position, List<AnswerPiece> pieces) {
    var index = call.path("index").asInt(position);
    var id = call.path("id").asText("");
    if (call.path("custom").isObject()) {
      called(index, id, call.path("custom"), "input", pieces);
    } else {
      function(index, id, call.path("function"), pieces);
    }
  }

  private void function(int index, String id, JsonNode function, List<AnswerPiece> pieces) {
    called(index, id, function, "arguments", pieces);
  }

  private void called(
      int index, String id, JsonNode called, String arguments, List<AnswerPiece> pieces) {
    if (calls.add(index)) {
      pieces.add(
          new AnswerPiece.ToolCallStart(
              index, id, called.path("name").asText(""), arguments.equals("input")));
    }
    part(arguments + index, called.path(arguments))
        .ifPresent(part -> pieces.add(new AnswerPiece.ToolArguments(index, part)));
  }

  private Optional<String> part(String text, JsonNode node) {
    return text(node).flatMap(part -> whole(text, part));
  }

  private Optional<String> whole(String text, String part) {
    return Optional.of(halves.whole(text, part)).filter(whole -> !whole.isEmpty());
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.ofNullable(node.textValue()).filter(text -> !text.isEmpty());
  }

  private static Optional<JsonNode> list(JsonNode node) {
    return node.isArray() && !node.isEmpty() ? Optional.of(node) : Optional.empty();
  }

  private static TokenUsage usage(JsonNode usage) {
    var input = usage.path("prompt_tokens_details");
    return new TokenUsage(
        usage.path("prompt_tokens").asLong(),
        input.path("cached_tokens").asLong(),
        input.path("cache_write_tokens").asLong(),
        usage.path("completion_tokens").asLong(),
        usage.path("completion_tokens_details").path("reasoning_tokens").asLong());
  }
}
