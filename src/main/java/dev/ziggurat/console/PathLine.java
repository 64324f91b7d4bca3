package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.ledger.AttemptView;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.tick.TurnArchive.TurnDetail;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A step of a turn's path through the chain, for display.
 *
 * @param model empty if the provider was skipped
 * @param outcome {@code SKIPPED} if the provider was skipped
 */
public record PathLine(
    String provider,
    String model,
    String outcome,
    String reason,
    int httpStatus,
    long latencyMillis,
    long costMicroUsd) {

  private static final String SKIPPED = "SKIPPED";

  /**
   * The steps of a turn's path. A turn without a stored path has the attempts of the ledger
   * instead.
   */
  static List<PathLine> of(TurnDetail turn) {
    return turn.path().isEmpty()
        ? turn.attempts().stream().map(PathLine::read).toList()
        : StreamSupport.stream(turn.path().spliterator(), false).map(PathLine::read).toList();
  }

  private static PathLine read(AttemptView attempt) {
    return new PathLine(
        attempt.provider(),
        attempt.modelAnswered().orElse(attempt.modelAsked()),
        attempt.outcome(),
        attempt.reason().orElse(""),
        attempt.httpStatus().orElse(0),
        attempt.latencyMillis(),
        attempt.costMicroUsd());
  }

  private static PathLine read(JsonNode step) {
    var asked = step.path("step").asText().equals("asked");
    return new PathLine(
        step.path("provider").asText(),
        step.path("model").asText(),
        asked ? step.path("outcome").asText() : SKIPPED,
        step.path("reason").asText(),
        step.path("httpStatus").asInt(),
        step.path("latencyMillis").asLong(),
        new NanoDollars(step.path("costNanoDollars").asLong()).microDollars());
  }

  /** Whether a call was made. */
  public boolean asked() {
    return !outcome.equals(SKIPPED);
  }
}
