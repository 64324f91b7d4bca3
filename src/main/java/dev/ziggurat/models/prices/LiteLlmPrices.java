package dev.ziggurat.models.prices;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.models.prices.PriceListEntry.Stated;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the prices of a model in LiteLLM's file of model prices: US dollars per token, in fields
 * whose names end with the tier or with the length of the prompt (format:
 * https://docs.litellm.ai/docs/provider_registration/add_model_pricing).
 */
final class LiteLlmPrices {

  static final String PROVIDER = "litellm_provider";

  private static final String INPUT = "input_cost_per_token";
  private static final String OUTPUT = "output_cost_per_token";
  private static final String CACHED = "cache_read_input_token_cost";
  private static final String WRITTEN = "cache_creation_input_token_cost";

  /**
   * How the fields of each tier end; empty for the default one. Batches are read from files, so no
   * call is billed by their prices.
   */
  private static final Map<String, Optional<String>> TIERS =
      Map.of(
          "", Optional.empty(),
          "_flex", Optional.of("flex"),
          "_priority", Optional.of("priority"));

  private static final Pattern THRESHOLD =
      Pattern.compile("(?:%s|%s)(_above_(\\d+)k_tokens)".formatted(INPUT, OUTPUT));
  private static final Pattern THOUSANDS = Pattern.compile("[1-9]\\d{0,4}");
  private static final long THOUSAND = 1_000;
  private static final int MILLION_DIGITS = 6;

  /** Kinds of models that are billed by tokens of text. */
  private static final Set<String> MODES =
      Set.of("", "chat", "completion", "responses", "embedding");

  private LiteLlmPrices() {}

  static PriceListEntry read(String provider, String vendor, String name, JsonNode model)
      throws InvalidPrice {
    var rows = new LinkedHashMap<PriceRow.Key, Stated>();
    var mode = InvalidPrice.text("mode", model.path("mode")).orElse("");
    if (MODES.contains(mode)) {
      for (var suffix : suffixes(model)) {
        var stated = stated(model, suffix, mode.equals("embedding"));
        if (stated.input().isPresent() || stated.output().isPresent()) {
          rows.put(key(suffix), stated);
        }
      }
    }
    var prefix = vendor + '/';
    return new PriceListEntry(
        provider, name.startsWith(prefix) ? name.substring(prefix.length()) : name, rows, false);
  }

  private static List<String> suffixes(JsonNode model) {
    var suffixes = new LinkedHashSet<>(List.of("", "_flex", "_priority"));
    model
        .fieldNames()
        .forEachRemaining(
            field -> {
              var threshold = THRESHOLD.matcher(field);
              if (threshold.matches()) {
                suffixes.add(threshold.group(1));
              }
            });
    return List.copyOf(suffixes);
  }

  private static PriceRow.Key key(String suffix) throws InvalidPrice {
    var threshold = THRESHOLD.matcher(INPUT + suffix);
    if (!threshold.matches()) {
      return new PriceRow.Key(TIERS.get(suffix), Optional.empty());
    }
    if (!THOUSANDS.matcher(threshold.group(2)).matches()) {
      throw new InvalidPrice(
          "fields ending in " + InvalidPrice.shown(suffix), "must be above 1k to 99999k tokens");
    }
    return new PriceRow.Key(
        Optional.empty(), Optional.of(THOUSAND * Long.parseLong(threshold.group(2))));
  }

  private static Stated stated(JsonNode model, String suffix, boolean embeds) throws InvalidPrice {
    var input = perMillion(model, INPUT + suffix);
    var output = perMillion(model, OUTPUT + suffix);
    return new Stated(
        input,
        perMillion(model, CACHED + suffix),
        perMillion(model, WRITTEN + suffix),
        // A model that returns vectors generates no tokens.
        embeds && input.isPresent() ? output.or(() -> Optional.of(BigDecimal.ZERO)) : output);
  }

  private static Optional<BigDecimal> perMillion(JsonNode model, String field) throws InvalidPrice {
    var value = model.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    return Optional.of(
        InvalidPrice.checked(
            field, InvalidPrice.number(field, value).movePointRight(MILLION_DIGITS)));
  }
}
