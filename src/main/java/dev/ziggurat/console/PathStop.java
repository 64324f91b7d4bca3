package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.money.NanoDollars;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A stop on the way to a completion, as a person reads it.
 *
 * @param model empty when the provider was passed by
 * @param outcome {@code SKIPPED} when the provider was passed by
 */
public record PathStop(
    String provider,
    String model,
    String outcome,
    String reason,
    int httpStatus,
    long latencyMillis,
    long costMicroUsd) {

  private static final String SKIPPED = "SKIPPED";

  /** The stops of a turn's path; none before it has been thought. */
  static List<PathStop> of(JsonNode path) {
    return StreamSupport.stream(path.spliterator(), false).map(PathStop::read).toList();
  }

  private static PathStop read(JsonNode step) {
    var asked = step.path("step").asText().equals("asked");
    return new PathStop(
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
