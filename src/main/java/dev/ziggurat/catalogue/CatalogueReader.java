package dev.ziggurat.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.money.TokenPrices;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Parses and checks catalogue JSON; every error names the entry and the field. */
final class CatalogueReader {

  private final ObjectMapper json;

  CatalogueReader(ObjectMapper json) {
    this.json = json;
  }

  /**
   * Parses a whole catalogue file.
   *
   * @throws IllegalArgumentException with the path of the first error
   */
  CatalogueFile parse(String text) {
    var file = parse(text, CatalogueFile.class);
    return new CatalogueFile(required("models", file.models()));
  }

  private <T> T parse(String text, Class<T> type) {
    try {
      return json.readerFor(type)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(text);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(
          "catalogue: " + path(e) + ": " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("catalogue: is not valid JSON: " + e.getMessage(), e);
    }
  }

  /**
   * Parses a single entry.
   *
   * @throws IllegalArgumentException with the path of the first error
   */
  ModelEntry parseEntry(String text) {
    return parse(text, ModelEntry.class);
  }

  /**
   * Converts checked entries to models.
   *
   * @throws IllegalArgumentException with the entry and field of the first error
   */
  static List<Model> models(List<ModelEntry> entries) {
    return entries.stream().map(CatalogueReader::model).toList();
  }

  private static Model model(ModelEntry entry) {
    var id = required("models: id", entry.id());
    if (id.isBlank()) {
      throw fault("models %s: id: must not be blank".formatted(entry.provider()));
    }
    var where = "models %s %s: ".formatted(entry.provider(), id);
    var provider = new Provider(required(where + "provider", entry.provider()));
    return new Model(
        provider,
        new UpstreamModel(
            id,
            count(where + "contextTokens", entry.contextTokens()),
            count(where + "maxOutputTokens", entry.maxOutputTokens()),
            capabilities(where + "can", required(where + "can", entry.can()))),
        Optional.ofNullable(entry.aliases()).orElse(List.of()),
        Optional.ofNullable(entry.localNames()).orElse(List.of()),
        Optional.ofNullable(entry.released()).map(text -> day(where + "released", text)),
        Optional.ofNullable(entry.shutDown()).map(text -> day(where + "shutDown", text)),
        Optional.ofNullable(entry.successor()),
        prices(where + "prices", Optional.ofNullable(entry.prices()).orElse(List.of())));
  }

  private static Set<Capability> capabilities(String where, List<String> names) {
    var capabilities = EnumSet.noneOf(Capability.class);
    for (var name : names) {
      try {
        capabilities.add(Capability.valueOf(name));
      } catch (IllegalArgumentException unknown) {
        throw fault(
            "%s: %s must be one of %s".formatted(where, name, List.of(Capability.values())));
      }
    }
    return capabilities;
  }

  private static ModelPriceHistory prices(String where, List<Price> prices) {
    var rows =
        IntStream.range(0, prices.size())
            .mapToObj(index -> row("%s[%d].".formatted(where, index), prices.get(index)))
            .toList();
    var seen = new ArrayList<Object>();
    for (var row : rows) {
      var key = List.of(row.tier(), row.from(), row.abovePromptTokens());
      if (seen.contains(key)) {
        throw fault(
            "%s: two rows have the same tier (%s), from (%s) and abovePromptTokens (%d)"
                .formatted(where, row.tier().name(), row.from(), row.abovePromptTokens()));
      }
      seen.add(key);
    }
    for (var row : rows) {
      if (!seen.contains(List.of(row.tier(), row.from(), 0L))) {
        throw fault(
            "%s: add a row without abovePromptTokens for the prices of the tier %s from %s"
                .formatted(where, row.tier().name(), row.from()));
      }
    }
    if (!rows.isEmpty() && rows.stream().noneMatch(row -> row.tier().isDefault())) {
      throw fault(where + ": add a row without tier: calls of other tiers may be billed by it");
    }
    return new ModelPriceHistory(rows);
  }

  private static ModelPriceHistory.Row row(String where, Price price) {
    var input = dollars(where + "input", required(where + "input", price.input()));
    Function<BigDecimal, BigDecimal> orInput = value -> value == null ? price.input() : value;
    var above = price.abovePromptTokens() == null ? 0 : price.abovePromptTokens();
    if (above < 0) {
      throw fault(where + "abovePromptTokens: must not be negative");
    }
    return new ModelPriceHistory.Row(
        price.tier() == null ? ServiceTier.DEFAULT : tier(where + "tier", price.tier()),
        price.from() == null ? LocalDate.MIN : day(where + "from", price.from()),
        above,
        new TokenPrices(
            input,
            dollars(where + "cached", orInput.apply(price.cached())),
            dollars(where + "cacheWrite", orInput.apply(price.cacheWrite())),
            dollars(where + "output", required(where + "output", price.output()))));
  }

  private static ServiceTier tier(String where, String name) {
    if (!ServiceTier.NAME.matcher(name).matches()) {
      throw fault("%s: %s is not a service tier such as flex or priority".formatted(where, name));
    }
    return ServiceTier.of(name);
  }

  /** Range check; {@link TokenPrices} has it too, but its message does not name the entry. */
  private static long dollars(String where, BigDecimal perMillion) {
    try {
      var price = TokenPrices.picoDollarsPerToken(perMillion);
      if (price >= 0 && price <= TokenPrices.MAX_PICO_DOLLARS_PER_TOKEN) {
        return price;
      }
    } catch (ArithmeticException tooFine) {
      // reported below, like a price out of range
    }
    throw fault(
        "%s: %s is not a price: use 0 to 1000 US dollars per million tokens with at most 6 decimals"
            .formatted(where, perMillion));
  }

  private static int count(String where, Integer value) {
    if (value != null && value <= 0) {
      throw fault(where + ": must be positive; leave it out when unknown");
    }
    return value == null ? 0 : value;
  }

  private static LocalDate day(String where, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException malformed) {
      throw fault("%s: %s is not a day such as 2026-08-16".formatted(where, text));
    }
  }

  private static <T> T required(String where, T value) {
    if (value == null) {
      throw fault(where + ": is missing");
    }
    return value;
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .reduce("", String::concat)
        .replaceFirst("^\\.", "");
  }

  static IllegalArgumentException fault(String text) {
    return new IllegalArgumentException("catalogue: " + text);
  }
}
