package dev.ziggurat.gateway.completions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
 * Writes an answer as a {@code text_completion}, or as its chunks and {@code [DONE]}. A failure
 * after the first content is sent as an error event, and the stream ends without {@code [DONE]}.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/completions">Completions</a>
 */
final class CompletionAnswerWriter implements AnswerWriter {

  private static final String DONE = "[DONE]";

  private final ObjectMapper json;

  CompletionAnswerWriter(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation) {
    var chat = tree(answer.chat());
    var completion = completion(call);
    completion.set("choices", new CompletionChoices().whole(chat));
    copyRest(chat, completion);
    explanation.ifPresent(added -> completion.set(Explanation.FIELD, added));
    return completion.toString();
  }

  @Override
  public Stream stream(EventWriter events, AnsweredCall call) {
    return new Chunks(events, call);
  }

  private JsonNode tree(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private ObjectNode completion(AnsweredCall call) {
    return json.createObjectNode()
        .put("id", "cmpl-" + call.id().toString().replace("-", ""))
        .put("object", "text_completion")
        .put("created", call.at().getEpochSecond())
        .put("model", call.model());
  }

  private static void copyRest(JsonNode chat, ObjectNode completion) {
    if (chat.path("system_fingerprint").isTextual()) {
      completion.set("system_fingerprint", chat.path("system_fingerprint"));
    }
    if (chat.path("usage").isObject()) {
      completion.set("usage", chat.path("usage"));
    }
  }

  private final class Chunks implements Stream {

    private final EventWriter events;
    private final AnsweredCall call;
    private final CompletionChoices choices = new CompletionChoices();

    Chunks(EventWriter events, AnsweredCall call) {
      this.events = events;
      this.call = call;
    }

    @Override
    public void piece(AnswerText piece) {
      if (piece.chat().isEmpty()) {
        return;
      }
      var chat = tree(piece.chat());
      var said = choices.part(chat);
      if (!said.isEmpty() || chat.path("usage").isObject()) {
        var chunk = completion(call);
        chunk.set("choices", said);
        copyRest(chat, chunk);
        events.write(chunk.toString());
      }
    }

    @Override
    public void end(Optional<ObjectNode> explanation) {
      explanation.ifPresent(
          added -> {
            var chunk = completion(call);
            chunk.putArray("choices");
            events.write(chunk.set(Explanation.FIELD, added).toString());
          });
      events.write(DONE);
    }

    @Override
    public void broken(OpenAiError error, int status) {
      events.write(json.valueToTree(error).toString());
    }
  }
}
