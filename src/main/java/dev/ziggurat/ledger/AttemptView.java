package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * One call to one provider, to look at.
 *
 * @param handle on whose behalf
 * @param call what the attempts of one call have in common; a turn that was taken over has several
 * @param ordinal its place in its call, from 0
 * @param at when it began
 * @param outcome {@code OK}, or a class of failure such as {@code RATE}
 * @param reason what the provider or we said of the failure
 * @param httpStatus empty when no answer came
 * @param inputTokens empty when the provider did not say, as all tokens
 * @param costMicroUsd known spend in millionths of a US dollar, rounded up
 * @param costNanoUsd the same in billionths, exact
 * @param atMostMicroUsd what may have been spent at most
 * @param requestId the provider's own name for it
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
    Optional<String> requestId) {}
