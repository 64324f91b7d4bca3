package dev.ziggurat.gateway.keys;

import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a key is for and how far it reaches: all that an admin may change of it.
 *
 * @param name for people
 * @param expiresAt from when on it opens nothing
 * @param models the names of the catalogue that it may be used for; empty for all that answer
 * @param callsPerMinute how many calls it may begin within one minute of the clock
 * @param perDay what its calls may cost within a day of UTC
 * @param perMonth what its calls may cost within a month of UTC
 * @param keepsAnswers whether a call may be answered as the same call was before
 */
public record KeyTerms(
    String name,
    Optional<Instant> expiresAt,
    Optional<List<String>> models,
    Optional<Long> callsPerMinute,
    Optional<NanoDollars> perDay,
    Optional<NanoDollars> perMonth,
    boolean keepsAnswers) {

  /** Whether its calls are held to an amount of money. */
  boolean boundsMoney() {
    return perDay.isPresent() || perMonth.isPresent();
  }
}
