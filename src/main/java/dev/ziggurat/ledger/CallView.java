package dev.ziggurat.ledger;

import dev.ziggurat.guardrails.GuardrailStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A call through the chain, for display.
 *
 * @param id the answer's {@code X-Request-Id}
 * @param at when its first attempt began
 * @param source the kind of caller, such as {@code tick}
 * @param key the gateway key that pays for it
 * @param agent empty also for a call for several agents
 * @param agents how many agents it was made for, if it was made for several; else 1
 * @param tags the caller's own tags
 * @param traceId the trace with its spans; empty without tracing
 * @param model as asked of the first provider; empty if none was asked and any model would do
 * @param outcome of its last attempt: {@code OK}, {@code CACHED}, or a class of failure; {@code
 *     SKIPPED} if every provider was skipped
 * @param provider that answered; empty without an answer
 * @param failedOverFrom the first provider of the chain, if another one answered
 * @param firstSkipped whether that provider was skipped, not asked
 * @param durationMillis from the start of the first to the end of the last attempt
 * @param attempts number of attempts
 * @param inputTokens sum over the attempts, as all counts and costs
 * @param costMicroUsd known spend in millionths of a US dollar, rounded up
 * @param costNanoUsd the same in billionths, exact
 * @param atMostMicroUsd upper bound of what may have been spent
 * @param priceKnown whether the cost of every attempt is known
 * @param path the attempts and skips in order; calls recorded by earlier versions have no skips
 * @param guardrails what guardrails did, in their order
 */
public record CallView(
    UUID id,
    Instant at,
    String source,
    Optional<KeyName> key,
    Optional<String> game,
    Optional<Long> tick,
    Optional<String> agent,
    int agents,
    Map<String, String> tags,
    Optional<String> traceId,
    String model,
    String outcome,
    Optional<String> provider,
    Optional<String> failedOverFrom,
    boolean firstSkipped,
    long durationMillis,
    int attempts,
    long inputTokens,
    long outputTokens,
    long costMicroUsd,
    long costNanoUsd,
    long atMostMicroUsd,
    boolean priceKnown,
    boolean simulated,
    List<CallStep> path,
    List<GuardrailStep> guardrails) {

  /**
   * A key of the gateway.
   *
   * @param name empty if there is no such key any more
   */
  public record KeyName(UUID id, Optional<String> name) {}
}
