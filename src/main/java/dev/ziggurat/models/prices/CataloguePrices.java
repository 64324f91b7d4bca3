package dev.ziggurat.models.prices;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.models.prices.PriceListEntry.Stated;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the prices of a model in the format of the catalogue: those in force today. Of each tier
 * the rows with the latest first day are.
 */
final class CataloguePrices {

  private static final int MAX_ROWS = 50;
  private static final int MAX_NAME = 200;

  private final LocalDate today;

  CataloguePrices(LocalDate today) {
    this.today = today;
  }

  PriceListEntry read(JsonNode model) throws InvalidPrice {
    var id = model.path("id").asText("");
    if (id.isBlank() || id.length() > MAX_NAME) {
      throw new InvalidPrice("id", "must have 1 to " + MAX_NAME + " characters");
    }
    var prices = model.path("prices");
    if (prices.size() > MAX_ROWS) {
      throw new InvalidPrice("prices", "a model has at most " + MAX_ROWS);
    }
    var firstDays = new HashMap<Optional<String>, LocalDate>();
    for (var i = 0; i < prices.size(); i++) {
      var from = from(prices.get(i), i);
      if (!from.isAfter(today)) {
        firstDays.merge(
            tier(prices.get(i)), from, (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    var rows = new LinkedHashMap<PriceRow.Key, Stated>();
    for (var i = 0; i < prices.size(); i++) {
      var row = prices.get(i);
      if (from(row, i).equals(firstDays.get(tier(row)))) {
        add(rows, row, "prices[" + i + "].");
      }
    }
    checkShortPrompts(rows);
    return new PriceListEntry(model.path("provider").asText(), id, rows, true);
  }

  private static void add(Map<PriceRow.Key, Stated> rows, JsonNode row, String place)
      throws InvalidPrice {
    var above = row.path("abovePromptTokens");
    var key =
        new PriceRow.Key(
            tier(row),
            above.isIntegralNumber() ? Optional.of(above.longValue()) : Optional.empty());
    var input = dollars(row, place, "input");
    var output = dollars(row, place, "output");
    if (input.isEmpty() || output.isEmpty()) {
      throw new InvalidPrice(place + (input.isEmpty() ? "input" : "output"), "is required");
    }
    var stated =
        new Stated(
            input,
            dollars(row, place, "cached").or(() -> input),
            dollars(row, place, "cacheWrite").or(() -> input),
            output);
    if (rows.put(key, stated) != null) {
      throw new InvalidPrice(place + "from", "two rows are for the same calls");
    }
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

  private static Optional<String> tier(JsonNode row) {
    return Optional.ofNullable(row.path("tier").textValue())
        .filter(tier -> !tier.equals("default"));
  }

  private static LocalDate from(JsonNode row, int index) throws InvalidPrice {
    var from = row.path("from");
    if (from.isMissingNode() || from.isNull()) {
      return LocalDate.MIN;
    }
    try {
      return LocalDate.parse(from.asText());
    } catch (DateTimeParseException malformed) {
      throw new InvalidPrice("prices[" + index + "].from", "must be a day such as 2026-08-16");
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
