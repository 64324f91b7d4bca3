package dev.ziggurat.gateway.keys;

import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The editable properties of a key: purpose and limits.
 *
 * @param name display name
 * @param expiresAt when it expires
 * @param models the catalogue names it allows; empty for all available
 * @param callsPerMinute how many calls it may begin per clock minute
 * @param perDay cost limit per UTC day
 * @param perMonth cost limit per UTC month
 * @param softPerDay from which spending per UTC day on a warning is given
 * @param softPerMonth the same per UTC month
 * @param keepsAnswers whether identical calls may be answered from the cache
 * @param semanticCacheThreshold from which cosine similarity of their last messages on calls that
 *     are identical otherwise may be answered alike, 0.5 to 1; empty for never
 * @param keepsTexts whether requests and answers of its calls are kept
 * @param guardrails checks of its requests and answers, after those of all keys
 */
public record KeyTerms(
    String name,
    Optional<Instant> expiresAt,
    Optional<List<String>> models,
    Optional<Long> callsPerMinute,
    Optional<NanoDollars> perDay,
    Optional<NanoDollars> perMonth,
    Optional<NanoDollars> softPerDay,
    Optional<NanoDollars> softPerMonth,
    boolean keepsAnswers,
    Optional<Double> semanticCacheThreshold,
    boolean keepsTexts,
    GuardrailList guardrails) {

  /** Whether it has a cost limit. */
  public boolean boundsMoney() {
    return perDay.isPresent() || perMonth.isPresent();
  }
}
