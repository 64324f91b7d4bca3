package dev.ziggurat.gateway;

import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyTerms;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Words what a key allows, for whoever asked for more. */
final class Terms {

  private static final int NANO_DIGITS = 9;

  private Terms() {}

  /** The names of the models. */
  static String models(Guest guest) {
    return String.join(
        ", ", guest.key().map(Key::terms).flatMap(KeyTerms::models).orElse(List.of()));
  }

  /** How often it may call. */
  static String rate(Key key) {
    return "The key \"%s\" may make %d calls a minute, and this minute has had them."
        .formatted(key.terms().name(), key.terms().callsPerMinute().orElseThrow());
  }

  /** What it may spend, as the end of a sentence; empty where it is not bound. */
  static String money(Guest guest) {
    var bounds = new ArrayList<String>();
    var terms = guest.key().map(Key::terms);
    terms.flatMap(KeyTerms::perDay).ifPresent(bound -> bounds.add(dollars(bound) + " a day"));
    terms.flatMap(KeyTerms::perMonth).ifPresent(bound -> bounds.add(dollars(bound) + " a month"));
    return bounds.isEmpty()
        ? ""
        : ": the key \"%s\" may spend %s (UTC)"
            .formatted(terms.orElseThrow().name(), String.join(" and ", bounds));
  }

  private static String dollars(NanoDollars amount) {
    return "$"
        + BigDecimal.valueOf(amount.value(), NANO_DIGITS).stripTrailingZeros().toPlainString();
  }
}
