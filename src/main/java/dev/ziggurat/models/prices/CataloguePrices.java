package dev.ziggurat.models.prices;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.models.prices.PriceListEntry.Stated;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the prices of a model in the format of the catalogue: those in force today. Of each tier
 * the rows with the latest first day are. A row whose calls cannot be told for certain is wrong,
 * because the price would be that of other calls.
 */
final class CataloguePrices {

  private static final int MAX_ROWS = 50;
  private static final int MAX_NAME = 200;
  private static final String TIER = "tier";
  private static final String ABOVE = "abovePromptTokens";
  private static final List<String> FIELDS =
      List.of(TIER, "from", ABOVE, "input", "cached", "cacheWrite", "output");

  private final LocalDate today;

  CataloguePrices(LocalDate today) {
    this.today = today;
  }

  /**
   * A row as stated.
   *
   * @param place in the list, for errors
   */
  private record Row(String place, LocalDate from, PriceRow.Key key, Stated stated) {}

  PriceListEntry read(String provider, JsonNode model) throws InvalidPrice {
    var id = InvalidPrice.text("id", model.path("id")).orElse("");
    if (id.isBlank() || id.length() > MAX_NAME) {
      throw new InvalidPrice(
          "id", "must have 1 to %d characters, not %d".formatted(MAX_NAME, id.length()));
    }
    var stated = rows(model.path("prices"));
    var firstDays = new HashMap<Optional<String>, LocalDate>();
    for (var row : stated) {
      if (!row.from().isAfter(today)) {
        firstDays.merge(
            row.key().tier(), row.from(), (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    var inForce = new LinkedHashMap<PriceRow.Key, Stated>();
    for (var row : stated) {
      if (row.from().equals(firstDays.get(row.key().tier()))
          && inForce.put(row.key(), row.stated()) != null) {
        throw new InvalidPrice(row.place() + "from", "two rows are for the same calls");
      }
    }
    checkShortPrompts(inForce);
    return new PriceListEntry(provider, id, inForce, true);
  }

  private static List<Row> rows(JsonNode prices) throws InvalidPrice {
    if (prices.isMissingNode()) {
      throw new InvalidPrice("prices", "is required: a list of prices, [] for none");
    }
    if (!prices.isArray()) {
      throw new InvalidPrice(
          "prices", "must be a list of prices, [] for none, not " + InvalidPrice.shown(prices));
    }
    if (prices.size() > MAX_ROWS) {
      throw new InvalidPrice(
          "prices", "a model has at most %d, not %d".formatted(MAX_ROWS, prices.size()));
    }
    var rows = new ArrayList<Row>();
    for (var i = 0; i < prices.size(); i++) {
      rows.add(row("prices[" + i + ']', prices.get(i)));
    }
    return rows;
  }

  private static Row row(String at, JsonNode row) throws InvalidPrice {
    if (!row.isObject()) {
      throw new InvalidPrice(
          at,
          "must be an object such as {\"input\": 0.6, \"output\": 3}, not "
              + InvalidPrice.shown(row));
    }
    var place = at + '.';
    // A field that is not known may say for which calls the price is.
    var unknown =
        row.propertyStream()
            .map(Map.Entry::getKey)
            .filter(key -> !FIELDS.contains(key))
            .findFirst();
    if (unknown.isPresent()) {
      throw new InvalidPrice(
          at,
          "has an unknown field, %s; known are %s"
              .formatted(InvalidPrice.shown(unknown.get()), String.join(", ", FIELDS)));
    }
    var input = dollars(row, place, "input");
    var output = dollars(row, place, "output");
    if (input.isEmpty() || output.isEmpty()) {
      throw new InvalidPrice(place + (input.isEmpty() ? "input" : "output"), "is required");
    }
    return new Row(
        place,
        from(row, place),
        new PriceRow.Key(tier(row, place), above(row, place)),
        new Stated(
            input,
            dollars(row, place, "cached").or(() -> input),
            dollars(row, place, "cacheWrite").or(() -> input),
            output));
  }

  private static void checkShortPrompts(Map<PriceRow.Key, Stated> rows) throws InvalidPrice {
    Function<PriceRow.Key, PriceRow.Key> shortPrompts =
        key -> new PriceRow.Key(key.tier(), Optional.empty());
    for (var key : rows.keySet()) {
      if (!rows.containsKey(shortPrompts.apply(key))) {
        throw new InvalidPrice("prices", "a row without abovePromptTokens is missing");
      }
    }
  }

  private static Optional<String> tier(JsonNode row, String place) throws InvalidPrice {
    var name = InvalidPrice.text(place + TIER, row.path(TIER));
    if (name.isPresent() && !ServiceTier.NAME.matcher(name.get()).matches()) {
      throw new InvalidPrice(
          place + TIER,
          "must be a service tier such as flex or priority, not "
              + InvalidPrice.shown(row.path(TIER)));
    }
    return name.map(ServiceTier::of).filter(tier -> !tier.isDefault()).map(ServiceTier::name);
  }

  private static Optional<Long> above(JsonNode row, String place) throws InvalidPrice {
    var above = row.path(ABOVE);
    if (above.isMissingNode() || above.isNull()) {
      return Optional.empty();
    }
    if (!above.isIntegralNumber()
        || !above.canConvertToLong()
        || above.longValue() < 1
        || above.longValue() > PriceRow.MAX_PROMPT_TOKENS) {
      throw new InvalidPrice(
          place + ABOVE,
          "must be a whole number from 1 to %d, not %s"
              .formatted(PriceRow.MAX_PROMPT_TOKENS, InvalidPrice.shown(above)));
    }
    return Optional.of(above.longValue());
  }

  private static LocalDate from(JsonNode row, String place) throws InvalidPrice {
    var day = InvalidPrice.text(place + "from", row.path("from"));
    try {
      return day.map(LocalDate::parse).orElse(LocalDate.MIN);
    } catch (DateTimeParseException malformed) {
      throw new InvalidPrice(
          place + "from",
          "must be a day such as 2026-08-16, not " + InvalidPrice.shown(row.path("from")));
    }
  }

  private static Optional<BigDecimal> dollars(JsonNode row, String place, String field)
      throws InvalidPrice {
    var value = row.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        InvalidPrice.checked(place + field, InvalidPrice.number(place + field, value)));
  }
}
