package dev.ziggurat.training.trajectories;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ziggurat.tick.TurnTexts;
import java.io.IOException;

/**
 * Turns as conversations of OpenAI's fine-tuning: the prompt as it was sent, and the answer as it
 * was received, of agents that were asked together as if each had been asked alone. Turns are asked
 * without tools, so no line has {@code tools}.
 */
final class ChatLines implements TrajectoryLines {

  private final JsonGenerator json;
  private final boolean strict;

  /**
   * Creates a writer.
   *
   * @param strict whether turns with a blank message are left out
   */
  ChatLines(JsonGenerator json, boolean strict) {
    this.json = json;
    this.strict = strict;
  }

  @Override
  public boolean write(Trajectory turn) throws IOException {
    if (strict
        && (turn.sharedBriefing().isBlank()
            || turn.briefing().isBlank()
            || turn.completion().isBlank())) {
      return false;
    }
    var texts = TurnTexts.alone(turn.briefing(), turn.completion());
    json.writeStartObject();
    json.writeArrayFieldStart("messages");
    message(json, "system", turn.sharedBriefing());
    message(json, "user", texts.briefing());
    message(json, "assistant", texts.completion());
    json.writeEndArray();
    json.writeEndObject();
    return true;
  }

  static void message(JsonGenerator json, String role, String content) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", role);
    json.writeStringField("content", content);
    json.writeEndObject();
  }
}
