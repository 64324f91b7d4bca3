package dev.ziggurat.training.trajectories;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/** Turns with everything that is known of them. */
final class TurnLines implements TrajectoryLines {

  private final JsonGenerator json;
  private final int horizon;

  TurnLines(JsonGenerator json, int horizon) {
    this.json = json;
    this.horizon = horizon;
  }

  @Override
  public boolean write(Trajectory turn) throws IOException {
    json.writeStartObject();
    json.writeStringField("game", turn.game());
    json.writeNumberField("tick", turn.tick());
    json.writeStringField("slot", turn.slot().toString());
    json.writeNumberField("position", turn.position());
    json.writeStringField("agent", turn.handle());
    json.writeStringField("provider", turn.provider().orElse(null));
    json.writeStringField("model", turn.model().orElse(null));
    json.writeStringField("sharedBriefing", turn.sharedBriefing());
    json.writeStringField("briefing", turn.briefing());
    json.writeStringField("completion", turn.completion());
    raw("decision", turn.decision());
    raw("results", turn.results());
    json.writeFieldName("rewardMicro");
    if (turn.rewardMicro().isPresent()) {
      json.writeNumber(turn.rewardMicro().get());
    } else {
      json.writeNull();
    }
    json.writeNumberField("horizon", horizon);
    json.writeNumberField("costNanoUsd", turn.costNano());
    json.writeEndObject();
    return true;
  }

  /** JSON as it is journaled, which has one line. */
  private void raw(String field, Optional<String> stored) throws IOException {
    json.writeFieldName(field);
    if (stored.isPresent()) {
      json.writeRawValue(stored.get());
    } else {
      json.writeNull();
    }
  }
}
