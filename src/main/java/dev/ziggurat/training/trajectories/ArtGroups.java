package dev.ziggurat.training.trajectories;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.ziggurat.tick.TurnTexts;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Ticks as trajectory groups of OpenPipe's ART (https://art.openpipe.ai), one line each: the agents
 * of a tick met the same world, so their rewards compare. Answers are choices without {@code
 * logprobs}, which providers were not asked for.
 */
final class ArtGroups implements TrajectoryLines {

  private static final int MICRO_DIGITS = 6;
  private static final int NANO_DIGITS = 9;
  private static final long NONE = -1;

  private final JsonGenerator json;
  private long open = NONE;

  ArtGroups(JsonGenerator json) {
    this.json = json;
  }

  @Override
  public boolean write(Trajectory turn) throws IOException {
    if (turn.rewardMicro().isEmpty()) {
      return false;
    }
    if (open != turn.tick()) {
      end();
      open = turn.tick();
      json.writeStartObject();
      json.writeObjectFieldStart("metadata");
      json.writeStringField("game", turn.game());
      json.writeNumberField("tick", turn.tick());
      json.writeEndObject();
      emptyList("exceptions");
      emptyObject("metrics");
      emptyList("logs");
      json.writeArrayFieldStart("trajectories");
    }
    trajectory(turn, turn.rewardMicro().get());
    return true;
  }

  private void trajectory(Trajectory turn, long rewardMicro) throws IOException {
    var texts = TurnTexts.alone(turn.briefing(), turn.completion());
    json.writeStartObject();
    json.writeArrayFieldStart("messages_and_choices");
    ChatLines.message(json, "system", turn.sharedBriefing());
    ChatLines.message(json, "user", texts.briefing());
    json.writeStartObject();
    json.writeStringField("finish_reason", "stop");
    json.writeNumberField("index", 0);
    json.writeNullField("logprobs");
    json.writeFieldName("message");
    ChatLines.message(json, "assistant", texts.completion());
    json.writeEndObject();
    json.writeEndArray();
    json.writeNullField("tools");
    emptyList("additional_histories");
    json.writeNumberField("reward", BigDecimal.valueOf(rewardMicro, MICRO_DIGITS));
    json.writeNullField("initial_policy_version");
    json.writeNullField("final_policy_version");
    json.writeObjectFieldStart("metrics");
    json.writeNumberField("cost_usd", BigDecimal.valueOf(turn.costNano(), NANO_DIGITS));
    json.writeEndObject();
    json.writeObjectFieldStart("metadata");
    json.writeStringField("game", turn.game());
    json.writeNumberField("tick", turn.tick());
    json.writeStringField("agent", turn.handle());
    json.writeStringField("model", turn.model().orElse(null));
    json.writeEndObject();
    emptyList("logs");
    json.writeEndObject();
  }

  private void emptyList(String field) throws IOException {
    json.writeArrayFieldStart(field);
    json.writeEndArray();
  }

  private void emptyObject(String field) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeEndObject();
  }

  @Override
  public void end() throws IOException {
    if (open != NONE) {
      json.writeEndArray();
      json.writeEndObject();
      open = NONE;
    }
  }
}
