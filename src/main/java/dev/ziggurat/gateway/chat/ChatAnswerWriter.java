package dev.ziggurat.gateway.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerWriter;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.Explanation;
import dev.ziggurat.gateway.OpenAiError;
import dev.ziggurat.llm.AnswerText;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Passes answers on as the provider wrote them. A failure after the first content is sent as an
 * error event, and the stream ends without {@code [DONE]}.
 */
final class ChatAnswerWriter implements AnswerWriter {

  /** The last event of a complete stream. */
  private static final String DONE = "[DONE]";

  private final ObjectMapper json;

  ChatAnswerWriter(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation) {
    return Explanation.added(answer.chat(), explanation, json);
  }

  @Override
  public Stream stream(EventWriter events, AnsweredCall call) {
    return new Chunks(events);
  }

  private final class Chunks implements Stream {

    private final EventWriter events;

    Chunks(EventWriter events) {
      this.events = events;
    }

    @Override
    public void piece(AnswerText piece) {
      if (!piece.chat().isEmpty()) {
        events.write(piece.chat());
      }
    }

    @Override
    public void end(Optional<ObjectNode> explanation) {
      explanation.ifPresent(added -> events.write(chunk(added).toString()));
      events.write(DONE);
    }

    /** A chunk with only the explanation. */
    private ObjectNode chunk(ObjectNode explanation) {
      var chunk = json.createObjectNode().put("object", "chat.completion.chunk");
      chunk.putArray("choices");
      return chunk.set(Explanation.FIELD, explanation);
    }

    @Override
    public void broken(OpenAiError error, int status) {
      events.write(text(error));
    }

    private String text(OpenAiError error) {
      try {
        return json.writeValueAsString(error);
      } catch (JsonProcessingException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
