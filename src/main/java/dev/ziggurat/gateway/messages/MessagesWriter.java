package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerPiece;
import dev.ziggurat.gateway.AnswerPieces;
import dev.ziggurat.gateway.AnswerWriter;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.Explanation;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.JsonText;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Writes answers in Anthropic's form: Claude's as it wrote them, the others' translated. */
final class MessagesWriter implements AnswerWriter {

  private final ObjectReader json;
  private final boolean withThinking;

  /**
   * @param withThinking whether the reasoning of other providers is written as thinking blocks
   */
  MessagesWriter(ObjectMapper json, boolean withThinking) {
    this.json = json.reader();
    this.withThinking = withThinking;
  }

  @Override
  public String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation) {
    if (answer.original().isPresent() && explanation.isEmpty()) {
      return answer.original().get();
    }
    var message = answer.original().map(this::tree).orElseGet(() -> translated(answer, call));
    explanation.ifPresent(added -> message.set(Explanation.FIELD, added));
    return JsonText.of(message);
  }

  private ObjectNode tree(String original) {
    try {
      return (ObjectNode) json.readTree(original);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private ObjectNode translated(AnswerText answer, AnsweredCall call) {
    var whole = new WholeContent();
    var blocks = new ContentBlocks(whole, withThinking, call.id());
    var usage = Optional.<TokenUsage>empty();
    for (var piece : new AnswerPieces(json).of(answer)) {
      blocks.add(piece);
      if (piece instanceof AnswerPiece.Usage reported) {
        usage = Optional.of(reported.usage());
      }
    }
    blocks.end();
    var message = MessageShape.message(call);
    message.set("content", whole.content());
    message.put("stop_reason", blocks.stopReason());
    message.set("usage", MessageShape.usage(usage));
    return message;
  }

  @Override
  public Stream stream(EventWriter events, AnsweredCall call) {
    return new MessageEvents(events, call, json, withThinking);
  }
}
