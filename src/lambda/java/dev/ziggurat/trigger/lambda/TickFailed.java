package dev.ziggurat.trigger.lambda;

import dev.ziggurat.tick.TickReport;
import java.util.List;
import java.util.stream.Collectors;

/**
 * No agent of a scheduled tick got an answer. Thrown so that Lambda invokes the function again with
 * the same event, which resumes the tick, and in the end hands the event to the failure queue.
 */
public final class TickFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TickFailed(List<TickReport> failed) {
    super(
        failed.stream()
            .map(
                report ->
                    "tick %d of %s failed: %s"
                        .formatted(report.tick(), report.game(), report.reason()))
            .collect(
                Collectors.joining(
                    ". ",
                    "",
                    ". Invoking the function with the same event resumes it, unless a later tick has begun.")));
  }
}
