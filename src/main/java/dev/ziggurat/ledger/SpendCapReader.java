package dev.ziggurat.ledger;

import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.SpendCap;
import dev.ziggurat.settings.ProviderBudget;
import java.math.BigDecimal;
import java.util.List;

/** Reads limits of budgets in requests: amounts in US dollars, exactly, as number or as text. */
public final class SpendCapReader {

  private static final String HARD = "hardUsd";
  private static final String SOFT = "softUsd";
  private static final String DAY = "day";
  private static final String MONTH = "month";
  private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000);
  private static final int DECIMALS = 9;

  private SpendCapReader() {}

  /**
   * Reads {@code {"hardUsd"?, "softUsd"?}}; none if it is absent or null.
   *
   * @throws dev.ziggurat.http.InvalidField naming the invalid field
   */
  public static SpendCap cap(Body body, String field) {
    return body.object(field, List.of(HARD, SOFT)).map(SpendCapReader::cap).orElse(SpendCap.NONE);
  }

  private static SpendCap cap(Body body) {
    var cap = new SpendCap(dollars(body, HARD).value(), dollars(body, SOFT).value());
    cap.hard()
        .filter(hard -> cap.soft().filter(soft -> soft.compareTo(hard) > 0).isPresent())
        .ifPresent(
            hard -> {
              throw body.wrong(
                  SOFT, "must not be above the hard limit, %s".formatted(hard.dollars()));
            });
    return cap;
  }

  /** Reads the budget of a provider, {@code {"day"?: {…}, "month"?: {…}}}. */
  public static FieldValue<ProviderBudget> ofProvider(Body body, String field) {
    return body.object(field, List.of(DAY, MONTH))
        .map(budget -> new ProviderBudget(cap(budget, DAY), cap(budget, MONTH)));
  }

  private static FieldValue<NanoDollars> dollars(Body body, String field) {
    return body.amount(field, BigDecimal.ZERO, MAX_DOLLARS, DECIMALS).map(NanoDollars::ofDollars);
  }
}
