package dev.ziggurat.gateway;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyTerms;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.money.NanoDollars;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Error messages for exceeded limits of a key. */
final class KeyLimitMessages {

  private static final int NANO_DIGITS = 9;

  private KeyLimitMessages() {}

  /** The allowed models. */
  static String models(GatewayCaller gatewayCaller) {
    return String.join(
        ", ", gatewayCaller.key().map(Key::terms).flatMap(KeyTerms::models).orElse(List.of()));
  }

  /** The rate limit. */
  static String rate(Key key) {
    return "The key \"%s\" has reached its limit of %d calls a minute."
        .formatted(key.terms().name(), key.terms().callsPerMinute().orElseThrow());
  }

  /** The call's and the key's cost limits, as the end of a sentence; empty without limits. */
  static String money(GatewayCaller gatewayCaller, RequestOptions requestOptions) {
    var bounds = new ArrayList<String>();
    requestOptions
        .mostNanoDollars()
        .ifPresent(
            most ->
                bounds.add(
                    "%s limits it to %s"
                        .formatted(RequestOptions.MAX_COST, dollars(new NanoDollars(most)))));
    gatewayCaller.key().map(Key::terms).flatMap(KeyLimitMessages::money).ifPresent(bounds::add);
    return bounds.isEmpty() ? "" : ": " + String.join(", and ", bounds);
  }

  /** Why this part of a request is refused for a caller with a cost limit, and what to do. */
  static String unpriced(String path, GatewayCaller gatewayCaller, RequestOptions requestOptions) {
    return "%s is billed by more than the prices of tokens, so the cost of this call cannot be limited%s. Leave it out, or call without a cost limit."
        .formatted(path, money(gatewayCaller, requestOptions));
  }

  /** The same for a service tier without price. */
  static String unpricedTier(
      ServiceTier tier, Offer offer, GatewayCaller gatewayCaller, RequestOptions requestOptions) {
    return "The price of %s at %s for the service tier %s is unknown, so the cost of this call cannot be limited%s. Leave it out, or call without a cost limit, or let an admin add the price: PATCH /api/admin/models."
        .formatted(
            offer.model().id(),
            offer.provider().id(),
            tier.name(),
            money(gatewayCaller, requestOptions));
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
