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
 * What came of asking a provider once. A failure of the provider is an answer too: status 200 with
 * {@code success: false}.
 *
 * @param error the failure's reason once more; null for a success
 */
public record ProbeAnswer(boolean success, Data data, Optional<String> error) {

  /**
   * The answer, or why there is none.
   *
   * @param model what was asked for; a successor where a model is shut down
   * @param modelAnswered as the provider names it
   * @param answer the text; null if there is none
   * @param tokens null if the provider did not say
   * @param costMicroUsd what is known to have been spent, rounded up
   * @param atMostMicroUsd what may have been spent at most
   * @param priceKnown whether the catalogue knows the price; if not, both amounts are too low
   * @param attempt the id of the row in the ledger; null if nobody was asked
   * @param warning set where a successor was asked in the place of a model that is shut down
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
   * Why there is no answer.
   *
   * @param httpStatus 0 when no answer came
   * @param reason the provider's words or ours
   * @param advice what to do about it
   */
  @Schema(name = "ProbeFailure")
  public record Failure(OutcomeClass outcome, int httpStatus, String reason, String advice) {}

  static ProbeAnswer of(
      Offer offer, Probe.Result result, ProviderDefinition asked, boolean simulated) {
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
            result.failure().map(failure -> failure(failure, asked))),
        result.failure().map(failure -> failure.details().message()));
  }

  private static Failure failure(ProviderFailure failure, ProviderDefinition asked) {
    return new Failure(
        failure.outcome(),
        failure.details().httpStatus(),
        failure.details().message(),
        FailureAdvice.on(failure, asked.access().keyVariable()));
  }
}
