package dev.ziggurat.ledger;

import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import java.time.Instant;
import java.util.Optional;

/**
 * One call to one provider, successful or not: a row of the ledger.
 *
 * @param ordinal index of the attempt in its call, from 0
 * @param at when it began
 * @param reason reason of the failure, from the provider or from us; empty for a success
 * @param httpStatus 0 when no answer came
 */
public record Attempt(
    Caller caller,
    int ordinal,
    Instant at,
    Provider provider,
    String modelAsked,
    Optional<String> modelAnswered,
    OutcomeClass outcome,
    Optional<String> reason,
    int httpStatus,
    long latencyMillis,
    Optional<TokenUsage> usage,
    Spend spend,
    boolean simulated,
    Optional<String> requestId) {

  /** A copy with another outcome. */
  public Attempt as(OutcomeClass other) {
    return new Attempt(
        caller,
        ordinal,
        at,
        provider,
        modelAsked,
        modelAnswered,
        other,
        reason,
        httpStatus,
        latencyMillis,
        usage,
        spend,
        simulated,
        requestId);
  }
}
