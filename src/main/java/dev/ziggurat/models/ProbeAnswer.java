package dev.ziggurat.models;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Probe;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.TokenUsage;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of a test request. A failure of the provider also gives status 200, with {@code
 * success: false}.
 *
 * @param error the same as {@code data.failure.reason}; null for a success
 */
public record ProbeAnswer(boolean success, Data data, Optional<String> error) {

  /**
   * The answer or the failure.
   *
   * @param model the requested model; its successor if it is shut down
   * @param modelAnswered the model that the provider reported
   * @param answer the text; null if there is none
   * @param tokens null if the provider did not report them
   * @param costMicroUsd the known cost, rounded up
   * @param atMostMicroUsd the maximum possible cost
   * @param priceKnown whether the catalogue knows the price; if not, both costs are too low
   * @param attempt the id of the row in the ledger; null if no request was sent
   * @param warning set if the requested model is shut down and its successor was used
   */
  @Schema(name = "ProbeResult")
  public record Data(
      Provider provider,
      String model,
      Optional<String> modelAnswered,
      Optional<String> answer,
      Optional<FinishReason> finishReason,
      long latencyMillis,
      Optional<TokenUsage> tokens,
      long costMicroUsd,
      long atMostMicroUsd,
      boolean priceKnown,
      boolean simulated,
      Optional<UUID> attempt,
      Optional<String> warning,
      Optional<Failure> failure) {}

  /**
   * The failure of the test request.
   *
   * @param httpStatus 0 when no response arrived
   * @param reason the message of the provider, or Ziggurat's own
   * @param advice what to do about it
   */
  @Schema(name = "ProbeFailure")
  public record Failure(OutcomeClass outcome, int httpStatus, String reason, String advice) {}

  static ProbeAnswer of(
      Offer offer, Probe.Result result, ProviderDefinition definition, boolean simulated) {
    var attempt = result.attempt();
    return new ProbeAnswer(
        result.failure().isEmpty(),
        new Data(
            offer.provider(),
            offer.model().id(),
            result.completion().map(Completion::model),
            result.completion().map(Completion::text),
            result.completion().map(Completion::finishReason),
            attempt.map(Attempt::latencyMillis).orElse(0L),
            result.completion().flatMap(Completion::usage),
            attempt.map(each -> each.spend().cost().microDollars()).orElse(0L),
            attempt.map(each -> each.spend().atMost().microDollars()).orElse(0L),
            attempt.map(each -> each.spend().priceKnown()).orElse(true),
            simulated,
            attempt.map(each -> each.caller().attemptId(each.ordinal())),
            offer.warning(),
            result.failure().map(failure -> failure(failure, definition))),
        result.failure().map(failure -> failure.details().message()));
  }

  private static Failure failure(ProviderFailure failure, ProviderDefinition definition) {
    return new Failure(
        failure.outcome(),
        failure.details().httpStatus(),
        failure.details().message(),
        FailureAdvice.on(failure, definition.access().keyVariable()));
  }
}
