package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A step of a call's path: an attempt, or a provider that was skipped.
 *
 * @param outcome {@code OK}, or a class of failure such as {@code RATE}; {@code SKIPPED} for a
 *     skip, which has a reason and nothing else
 * @param reason why the provider gave no usable answer, or was skipped
 * @param at when the attempt began
 * @param model as asked
 * @param modelAnswered as the provider named it
 * @param httpStatus empty when no answer came
 * @param inputTokens empty when not reported; so are all token counts
 * @param costMicroUsd known spend in millionths of a US dollar, rounded up
 * @param costNanoUsd the same in billionths, exact
 * @param atMostMicroUsd upper bound of what may have been spent
 * @param requestId the provider's request id
 */
public record CallStep(
    String provider,
    String outcome,
    Optional<String> reason,
    Optional<Instant> at,
    Optional<String> model,
    Optional<String> modelAnswered,
    Optional<Integer> httpStatus,
    Optional<Long> latencyMillis,
    Optional<Long> inputTokens,
    Optional<Long> cachedTokens,
    Optional<Long> cacheWriteTokens,
    Optional<Long> outputTokens,
    Optional<Long> reasoningTokens,
    Optional<Long> costMicroUsd,
    Optional<Long> costNanoUsd,
    Optional<Long> atMostMicroUsd,
    Optional<Boolean> priceKnown,
    Optional<String> requestId) {

  private static final String SKIPPED = "SKIPPED";

  static CallStep skipped(String provider, String reason) {
    return new CallStep(
        provider,
        SKIPPED,
        Optional.of(reason),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static CallStep asked(AttemptView attempt) {
    return new CallStep(
        attempt.provider(),
        attempt.outcome(),
        attempt.reason(),
        Optional.of(attempt.at()),
        Optional.of(attempt.modelAsked()),
        attempt.modelAnswered(),
        attempt.httpStatus(),
        Optional.of(attempt.latencyMillis()),
        attempt.inputTokens(),
        attempt.cachedTokens(),
        attempt.cacheWriteTokens(),
        attempt.outputTokens(),
        attempt.reasoningTokens(),
        Optional.of(attempt.costMicroUsd()),
        Optional.of(attempt.costNanoUsd()),
        Optional.of(attempt.atMostMicroUsd()),
        Optional.of(attempt.priceKnown()),
        attempt.requestId());
  }
}
