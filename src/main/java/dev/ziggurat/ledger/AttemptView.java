package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * One call to one provider, for display.
 *
 * @param handle the agent
 * @param call id shared by the attempts of one call; a turn that was taken over has several calls
 * @param ordinal index in its call, from 0
 * @param at when it began
 * @param outcome {@code OK}, or a class of failure such as {@code RATE}
 * @param reason reason of the failure, from the provider or from us
 * @param httpStatus empty when no answer came
 * @param inputTokens empty when not reported; so are all token counts
 * @param costMicroUsd known spend in millionths of a US dollar, rounded up
 * @param costNanoUsd the same in billionths, exact
 * @param atMostMicroUsd upper bound of what may have been spent
 * @param requestId the provider's request id
 * @param agents how many agents were asked for in the call. Of several, an agent's attempt has its
 *     share of tokens and cost; the attempt of the call as a whole has no handle
 */
public record AttemptView(
    String handle,
    String call,
    int ordinal,
    Instant at,
    String provider,
    String modelAsked,
    Optional<String> modelAnswered,
    String outcome,
    Optional<String> reason,
    Optional<Integer> httpStatus,
    long latencyMillis,
    Optional<Long> inputTokens,
    Optional<Long> cachedTokens,
    Optional<Long> cacheWriteTokens,
    Optional<Long> outputTokens,
    Optional<Long> reasoningTokens,
    long costMicroUsd,
    long costNanoUsd,
    long atMostMicroUsd,
    boolean priceKnown,
    boolean simulated,
    Optional<String> requestId,
    int agents) {}
