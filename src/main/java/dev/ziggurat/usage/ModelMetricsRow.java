package dev.ziggurat.usage;

import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a model did: its attempts, and the turns of games that it decided.
 *
 * @param provider empty in the total
 * @param model empty in the total
 * @param successes usable answers in time
 * @param answers how many were asked for: of an attempt for several agents, one of each
 * @param parseFailures how many of them could not be used: those of attempts with the outcome
 *     {@code BADJSON}, and missing or unusable parts of answers for several agents
 * @param latency of the successes
 * @param firstToken time to the first content of streamed answers
 * @param tokens of all attempts
 * @param cost of all attempts
 * @param turns what the turns that it decided came to
 * @param simulated whether any attempt went to a simulated provider
 */
public record ModelMetricsRow(
    Optional<String> provider,
    Optional<String> model,
    long attempts,
    long successes,
    long answers,
    long parseFailures,
    Percentiles latency,
    Percentiles firstToken,
    Tokens tokens,
    Cost cost,
    Turns turns,
    boolean simulated) {

  private static final int DECIMALS = 2;
  private static final BigDecimal NANO_PER_MICRO = BigDecimal.valueOf(1_000);

  /** Exact percentiles in milliseconds; empty without a measurement. */
  @Schema(name = "LatencyPercentiles")
  public record Percentiles(
      Optional<Long> p50Millis, Optional<Long> p95Millis, Optional<Long> p99Millis) {}

  /**
   * Tokens.
   *
   * @param input all prompt tokens, cached and cache-write included
   * @param output all generated tokens, reasoning included
   */
  @Schema(name = "ModelTokens")
  public record Tokens(long input, long cached, long cacheWrite, long output, long reasoning) {}

  /**
   * What was spent.
   *
   * @param microUsd known spend in millionths of a US dollar, rounded up
   * @param nanoUsd the same in billionths, exact
   * @param atMostNanoUsd upper bound of the spend, with orphans and timeouts
   * @param unpriced attempts of unknown cost
   */
  @Schema(name = "ModelCost")
  public record Cost(long microUsd, long nanoUsd, long atMostNanoUsd, long unpriced) {

    static Cost of(long nanoUsd, long atMostNanoUsd, long unpriced) {
      return new Cost(new NanoDollars(nanoUsd).microDollars(), nanoUsd, atMostNanoUsd, unpriced);
    }
  }

  /**
   * The turns that were applied with an answer of the model. Tokens and costs are those of all its
   * attempts for turns, failed ones included.
   *
   * @param decided how many
   * @param inputTokensPerTurn the mean, rounded up; empty without turns
   * @param outputTokensPerTurn the mean, rounded up; empty without turns
   * @param costNanoUsdPerTurn the mean in billionths of a US dollar, rounded up; empty without
   *     turns
   * @param actions taken, refused ones included
   * @param refusedActions how many of them were refused
   * @param profit what the scores of their agents changed by; empty where no score is kept, and
   *     when games are mixed
   */
  @Schema(name = "ModelTurns")
  public record Turns(
      long decided,
      Optional<Long> inputTokensPerTurn,
      Optional<Long> outputTokensPerTurn,
      Optional<Long> costNanoUsdPerTurn,
      long actions,
      long refusedActions,
      Optional<Profit> profit) {

    /** The mean of a sum; empty without turns. */
    static Optional<Long> perTurn(long sum, long turns) {
      return turns == 0 ? Optional.empty() : Optional.of(Math.ceilDiv(sum, turns));
    }
  }

  /**
   * Profit in the game.
   *
   * @param turns whose change of score is known: not of an agent's first turn
   * @param microPoints the sum of the changes since their agents' turns before, in millionths of a
   *     point
   * @param costNanoUsd of all attempts of these turns, those at other models before included
   * @param costKnown whether the price of each of these attempts is known
   * @param pointsPerUsd points per US dollar, to two decimals; empty if these turns cost nothing,
   *     or what they cost is not known
   */
  @Schema(name = "ModelProfit")
  public record Profit(
      long turns,
      long microPoints,
      long costNanoUsd,
      boolean costKnown,
      Optional<BigDecimal> pointsPerUsd) {

    static Profit of(long turns, long microPoints, long costNanoUsd, boolean costKnown) {
      var perUsd =
          costNanoUsd == 0 || !costKnown
              ? Optional.<BigDecimal>empty()
              : Optional.of(
                  BigDecimal.valueOf(microPoints)
                      .multiply(NANO_PER_MICRO)
                      .divide(BigDecimal.valueOf(costNanoUsd), DECIMALS, RoundingMode.HALF_UP));
      return new Profit(turns, microPoints, costNanoUsd, costKnown, perUsd);
    }
  }

  /** The same without profit. */
  ModelMetricsRow withoutProfit() {
    return new ModelMetricsRow(
        provider,
        model,
        attempts,
        successes,
        answers,
        parseFailures,
        latency,
        firstToken,
        tokens,
        cost,
        new Turns(
            turns.decided,
            turns.inputTokensPerTurn,
            turns.outputTokensPerTurn,
            turns.costNanoUsdPerTurn,
            turns.actions,
            turns.refusedActions,
            Optional.empty()),
        simulated);
  }
}
