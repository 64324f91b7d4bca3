package dev.ziggurat.ledger;

import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One call to one provider, successful or not: a row of the ledger.
 *
 * @param ordinal index of the attempt in its call, from 0
 * @param at when it began
 * @param reason reason of the failure, from the provider or from us; empty for a success
 * @param httpStatus 0 when no answer came
 * @param route how the call came to this provider
 * @param firstTokenMillis how long a streamed answer took to its first content; empty for others
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
    Optional<String> requestId,
    Route route,
    OptionalLong firstTokenMillis) {

  /** An attempt whose answer is not streamed. */
  public Attempt(
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
      Optional<String> requestId,
      Route route) {
    this(
        caller,
        ordinal,
        at,
        provider,
        modelAsked,
        modelAnswered,
        outcome,
        reason,
        httpStatus,
        latencyMillis,
        usage,
        spend,
        simulated,
        requestId,
        route,
        OptionalLong.empty());
  }

  /** A copy that says the answer came after its call was given up, if there is an answer. */
  public Attempt late() {
    return outcome == OutcomeClass.OK ? as(OutcomeClass.LATE) : this;
  }

  /** A copy with another outcome. */
  public Attempt as(OutcomeClass other) {
    return with(caller, other, route);
  }

  /** A copy whose answer has no usable part for these agents, of those that it was made for. */
  public Attempt withoutPartsFor(Set<String> handles) {
    return with(caller.withoutPartsFor(handles), outcome, route);
  }

  /** A copy with another route. */
  public Attempt by(Route other) {
    return with(caller, outcome, other);
  }

  /** The provider that was to answer, if another one did. */
  public Optional<Provider> failedOverFrom() {
    return outcome == OutcomeClass.OK ? route.insteadOf() : Optional.empty();
  }

  private Attempt with(Caller caller, OutcomeClass outcome, Route route) {
    return new Attempt(
        caller,
        ordinal,
        at,
        provider,
        modelAsked,
        modelAnswered,
        outcome,
        reason,
        httpStatus,
        latencyMillis,
        usage,
        spend,
        simulated,
        requestId,
        route,
        firstTokenMillis);
  }
}
