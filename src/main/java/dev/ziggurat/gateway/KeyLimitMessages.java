package dev.ziggurat.gateway;

import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyTerms;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words what a key allows, for whoever asked for more. */
final class KeyLimitMessages {

  private static final int NANO_DIGITS = 9;

  private KeyLimitMessages() {}

  /** The names of the models. */
  static String models(GatewayCaller gatewayCaller) {
    return String.join(
        ", ", gatewayCaller.key().map(Key::terms).flatMap(KeyTerms::models).orElse(List.of()));
  }

  /** How often it may call. */
  static String rate(Key key) {
    return "The key \"%s\" may make %d calls a minute, and this minute has had them."
        .formatted(key.terms().name(), key.terms().callsPerMinute().orElseThrow());
  }

  /** What a call may cost, by its own wish and its key's, as the end of a sentence; or nothing. */
  static String money(GatewayCaller gatewayCaller, RequestOptions requestOptions) {
    var bounds = new ArrayList<String>();
    requestOptions
        .mostNanoDollars()
        .ifPresent(
            most ->
                bounds.add(
                    "%s lets it cost %s"
                        .formatted(RequestOptions.MAX_COST, dollars(new NanoDollars(most)))));
    gatewayCaller.key().map(Key::terms).flatMap(KeyLimitMessages::money).ifPresent(bounds::add);
    return bounds.isEmpty() ? "" : ": " + String.join(", and ", bounds);
  }

  private static Optional<String> money(KeyTerms terms) {
    var bounds = new ArrayList<String>();
    terms.perDay().ifPresent(bound -> bounds.add(dollars(bound) + " a day"));
    terms.perMonth().ifPresent(bound -> bounds.add(dollars(bound) + " a month"));
    return bounds.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the key \"%s\" may spend %s (UTC)"
                .formatted(terms.name(), String.join(" and ", bounds)));
  }

  private static String dollars(NanoDollars amount) {
    return "$"
        + BigDecimal.valueOf(amount.value(), NANO_DIGITS).stripTrailingZeros().toPlainString();
  }
}
