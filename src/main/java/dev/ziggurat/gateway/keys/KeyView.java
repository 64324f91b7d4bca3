package dev.ziggurat.gateway.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.db.Versioned;
import dev.ziggurat.guardrails.GuardrailSchema;
import dev.ziggurat.ledger.Balance;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A key, to look at. Its secret cannot be.
 *
 * @param hint the last characters of the secret
 * @param state active, expired or revoked
 * @param models the names it may be used for; null for all
 * @param oldSecretUntil until when the secret before the last rotation opens too
 * @param softDollarsPerDay from which on a warning is given; null for never
 * @param softDollarsPerMonth the same of a month
 * @param keepsAnswers whether a call may be answered as the same call was before
 * @param semanticCacheThreshold from which similarity on a call may be answered as another one was;
 *     null for never
 * @param keepsTexts whether requests and answers of its calls are kept
 * @param guardrails the checks of its requests and answers, in order
 * @param today what it spent since midnight UTC
 * @param thisMonth what it spent since the first of the month
 * @param version raised by every edit
 */
@Schema(name = "Key")
public record KeyView(
    UUID id,
    String name,
    String hint,
    String state,
    Instant createdAt,
    String createdBy,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt,
    Optional<Instant> oldSecretUntil,
    Optional<List<String>> models,
    Optional<Long> requestsPerMinute,
    Optional<BigDecimal> dollarsPerDay,
    Optional<BigDecimal> dollarsPerMonth,
    Optional<BigDecimal> softDollarsPerDay,
    Optional<BigDecimal> softDollarsPerMonth,
    boolean keepsAnswers,
    Optional<Double> semanticCacheThreshold,
    boolean keepsTexts,
    @Schema(implementation = GuardrailSchema[].class) JsonNode guardrails,
    Spent today,
    Spent thisMonth,
    long version)
    implements Versioned {

  private static final int NANO_DIGITS = 9;

  /**
   * What was spent in a period.
   *
   * @param spentMicroUsd what is settled, with what is orphaned, in millionths of a US dollar,
   *     rounded up, as all here
   * @param heldMicroUsd what processes hold for calls under way and to come
   * @param orphanedMicroUsd what a process held that died: it may have been spent
   */
  @Schema(name = "KeySpent")
  public record Spent(long spentMicroUsd, long heldMicroUsd, long orphanedMicroUsd) {

    static Spent of(Balance balance) {
      return new Spent(micro(balance.spent()), micro(balance.held()), micro(balance.orphaned()));
    }

    private static long micro(long nano) {
      return new NanoDollars(nano).microDollars();
    }
  }

  static KeyView of(Key key, JsonNode guardrails, KeySpend spend, Instant now) {
    var terms = key.terms();
    return new KeyView(
        key.id(),
        terms.name(),
        key.hint(),
        key.state(now).name().toLowerCase(Locale.ROOT),
        key.createdAt(),
        key.createdBy(),
        terms.expiresAt(),
        key.revokedAt(),
        key.oldUntil().filter(now::isBefore),
        terms.models(),
        terms.callsPerMinute(),
        terms.perDay().map(KeyView::dollars),
        terms.perMonth().map(KeyView::dollars),
        terms.softPerDay().map(KeyView::dollars),
        terms.softPerMonth().map(KeyView::dollars),
        terms.keepsAnswers(),
        terms.semanticCacheThreshold(),
        terms.keepsTexts(),
        guardrails,
        Spent.of(spend.day()),
        Spent.of(spend.month()),
        key.version());
  }

  /** An amount in dollars. */
  static BigDecimal dollars(NanoDollars amount) {
    var dollars = BigDecimal.valueOf(amount.value(), NANO_DIGITS).stripTrailingZeros();
    return dollars.scale() < 0 ? dollars.setScale(0) : dollars;
  }
}
