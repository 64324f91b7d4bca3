package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.TextMask;
import dev.ziggurat.guardrails.TextStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Masks the texts of an answer: reasoning, text, refusal and the arguments of tool calls. Of a
 * stream the last characters of each text are held back until the text ends: when another one
 * begins, or with the choice.
 */
final class MaskStage implements AnswerStage {

  private final TextMask mask;
  private final boolean jsonAnswer;
  private final Map<Integer, Speaking> speaking = new HashMap<>();
  private Optional<ObjectNode> lastPiece = Optional.empty();

  /**
   * @param jsonAnswer whether the request asks for an answer in JSON
   */
  MaskStage(TextMask mask, boolean jsonAnswer) {
    this.mask = mask;
    this.jsonAnswer = jsonAnswer;
  }

  /** The text of a choice that has begun and not ended. */
  private record Speaking(SaidText.Key key, TextStream text) {}

  @Override
  public void piece(ObjectNode piece, Consumer<ObjectNode> next) {
    lastPiece = Optional.of(piece);
    var hadTexts = false;
    for (var choice : piece.path("choices")) {
      var message = SaidText.message(choice);
      if (choice.has("delta")) {
        hadTexts |= streamed(choice, message, next);
      } else {
        for (var said : SaidText.of(message)) {
          said.replace(begin(said.key()).whole(said.text()));
        }
      }
    }
    if (!hadTexts || saysMore(piece)) {
      next.accept(piece);
    }
  }

  /** Masks the part of a choice, and returns whether it had texts. */
  private boolean streamed(JsonNode choice, ObjectNode message, Consumer<ObjectNode> next) {
    var index = choice.path("index").asInt(0);
    var texts = SaidText.of(message);
    var touched = Optional.<SaidText>empty();
    for (var said : texts) {
      if (said.text().isEmpty()) {
        // Some providers send one with every part of another text, which it does not end.
        continue;
      }
      var current = speaking.get(index);
      if (current == null || !current.key().equals(said.key())) {
        endText(index, touched, next);
        current = new Speaking(said.key(), begin(said.key()));
        speaking.put(index, current);
      }
      said.replace(current.text().push(said.text()));
      touched = Optional.of(said);
    }
    if (!SaidText.tools(message).isEmpty() && saysText(index)) {
      // A call begins, mostly without arguments: what was said before it leaves before it.
      endText(index, touched, next);
    }
    if (choice.path("finish_reason").isTextual()) {
      var current = speaking.remove(index);
      if (current != null) {
        var rest = current.text().end();
        touched.ifPresentOrElse(
            said -> said.replace(said.text() + rest),
            () -> {
              if (!rest.isEmpty()) {
                current.key().add(rest, message);
              }
            });
      }
    }
    if (!texts.isEmpty()) {
      removeEmpty(message);
    }
    return !texts.isEmpty();
  }

  private boolean saysText(int index) {
    return speaking.containsKey(index) && !speaking.get(index).key().isOfCall();
  }

  /** The rest of a text goes to the same piece, if that has a part of it, or to one before it. */
  private void endText(int index, Optional<SaidText> touched, Consumer<ObjectNode> next) {
    var ended = speaking.remove(index);
    if (ended == null) {
      return;
    }
    var rest = ended.text().end();
    if (touched.isPresent()) {
      touched.get().replace(touched.get().text() + rest);
    } else if (!rest.isEmpty()) {
      next.accept(rest(index, ended.key(), rest));
    }
  }

  private ObjectNode rest(int index, SaidText.Key key, String rest) {
    var piece = lastPiece.orElseThrow().deepCopy();
    piece.remove("usage");
    var choice = piece.putArray("choices").addObject().put("index", index);
    key.add(rest, choice.putObject("delta"));
    choice.putNull("finish_reason");
    return piece;
  }

  private TextStream begin(SaidText.Key key) {
    return key.isJson() || jsonAnswer && key.field().equals("content") ? mask.json() : mask.text();
  }

  private static void removeEmpty(ObjectNode message) {
    if (message.path("tool_calls") instanceof ArrayNode calls) {
      for (var i = calls.size() - 1; i >= 0; i--) {
        if (isEmptyCall(calls.get(i))) {
          calls.remove(i);
        }
      }
      if (calls.isEmpty()) {
        message.remove("tool_calls");
      }
    }
    if (!message.has("role")) {
      message
          .properties()
          .removeIf(field -> field.getValue().isTextual() && field.getValue().asText().isEmpty());
    }
  }

  /** Whether a part of a call has nothing but an empty text. */
  private static boolean isEmptyCall(JsonNode call) {
    return !call.has("id")
        && Stream.of("/function/name", "/function/arguments", "/custom/name", "/custom/input")
            .allMatch(path -> call.at(path).asText("").isEmpty());
  }

  private static boolean saysMore(ObjectNode piece) {
    if (piece.path("usage").isObject()) {
      return true;
    }
    for (var choice : piece.path("choices")) {
      if (!choice.path("delta").isEmpty() || choice.path("finish_reason").isTextual()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void end(Consumer<ObjectNode> next) {
    for (var index : speaking.keySet().stream().sorted().toList()) {
      endText(index, Optional.empty(), next);
    }
  }
}
