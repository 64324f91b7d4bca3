package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.ledger.AttemptView;
import dev.ziggurat.ledger.CallStep;
import dev.ziggurat.ledger.CallView;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.tick.TurnArchive.TurnDetail;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A step of a turn's path through the chain, for display.
 *
 * @param model empty if the provider was skipped
 * @param outcome {@code SKIPPED} if the provider was skipped
 * @param tokens in and out as text; empty if not known
 */
public record PathLine(
    String provider,
    String model,
    String outcome,
    String reason,
    int httpStatus,
    long latencyMillis,
    long costMicroUsd,
    String tokens) {

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

  /** The steps of a call's path. */
  static List<PathLine> of(CallView call) {
    return call.path().stream().map(PathLine::read).toList();
  }

  private static PathLine read(CallStep step) {
    return new PathLine(
        step.provider(),
        step.modelAnswered().or(step::model).orElse(""),
        step.outcome(),
        step.reason().orElse(""),
        step.httpStatus().orElse(0),
        step.latencyMillis().orElse(0L),
        step.costMicroUsd().orElse(0L),
        tokens(step.inputTokens(), step.cachedTokens(), step.outputTokens()));
  }

  private static PathLine read(AttemptView attempt) {
    return new PathLine(
        attempt.provider(),
        attempt.modelAnswered().orElse(attempt.modelAsked()),
        attempt.outcome(),
        attempt.reason().orElse(""),
        attempt.httpStatus().orElse(0),
        attempt.latencyMillis(),
        attempt.costMicroUsd(),
        tokens(attempt));
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
        new NanoDollars(step.path("costNanoDollars").asLong()).microDollars(),
        "");
  }

  /** The tokens of an attempt, or an agent's share of them. */
  static String tokens(AttemptView attempt) {
    return tokens(attempt.inputTokens(), attempt.cachedTokens(), attempt.outputTokens());
  }

  private static String tokens(Optional<Long> input, Optional<Long> cached, Optional<Long> output) {
    var fromCache = cached.filter(tokens -> tokens > 0).map(Format::grouped);
    return input.isEmpty() && output.isEmpty()
        ? ""
        : Format.grouped(input.orElse(0L))
            + " tokens in"
            + fromCache.map(" (%s cached)"::formatted).orElse("")
            + ", "
            + Format.grouped(output.orElse(0L))
            + " out";
  }

  /** Whether a call was made. */
  public boolean asked() {
    return !outcome.equals(SKIPPED);
  }
}
