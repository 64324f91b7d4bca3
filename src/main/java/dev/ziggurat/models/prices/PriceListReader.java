package dev.ziggurat.models.prices;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.llm.Providers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads a price list: in the format of the catalogue, {@code {"models": [{"provider": …, "id": …,
 * "prices": […]}]}}, or in that of LiteLLM's {@code model_prices_and_context_window.json}, an
 * object with a field for each model.
 */
final class PriceListReader {

  static final String CATALOGUE = "catalogue";
  static final String LITELLM = "litellm";

  /** The field of a price list in the format of the catalogue. */
  static final String MODELS = "models";

  private static final String PROVIDER = "provider";
  private static final String ID = "id";
  private static final int MAX_MODELS = 20_000;

  /**
   * A price list as read.
   *
   * @param format {@value #CATALOGUE} or {@value #LITELLM}
   * @param skipped how many of its models are of providers that are not known here
   */
  record PriceListDocument(String format, List<PriceListEntry> entries, int skipped) {}

  private final Providers providers;
  private final LocalDate today;
  private final BiConsumer<String, String> refused;
  private final List<PriceListEntry> entries = new ArrayList<>();
  private int skipped;

  /**
   * @param refused is told of each entry that is wrong, and why
   */
  PriceListReader(Providers providers, LocalDate today, BiConsumer<String, String> refused) {
    this.providers = providers;
    this.today = today;
    this.refused = refused;
  }

  /**
   * Reads a document.
   *
   * @param place its name in errors
   * @throws InvalidField if it is neither of the two
   */
  PriceListDocument read(String place, JsonNode document) {
    if (document == null || !document.isObject() || document.isEmpty()) {
      throw new InvalidField(
          place,
          "must be a price list: {\"models\": [...]} as in the catalogue, or LiteLLM's file of model prices");
    }
    var models = document.path(MODELS);
    check(place, document, models);
    var size = models.isArray() ? models.size() : document.size();
    if (size > MAX_MODELS) {
      throw new InvalidField(place, "has more than " + MAX_MODELS + " models");
    }
    if (models.isArray()) {
      for (var i = 0; i < models.size(); i++) {
        add(place(i, models.get(i)), models.get(i), this::ofCatalogue);
      }
      return new PriceListDocument(CATALOGUE, List.copyOf(entries), skipped);
    }
    document
        .properties()
        .forEach(
            model ->
                add(model.getKey(), model.getValue(), fields -> ofLiteLlm(model.getKey(), fields)));
    return new PriceListDocument(LITELLM, List.copyOf(entries), skipped);
  }

  /** Where an entry stands, and of which model it is if it says so. */
  private static String place(int index, JsonNode model) {
    var id = model.path(ID);
    return id.isTextual()
        ? "models[%d], %s".formatted(index, InvalidPrice.shown(id.textValue()))
        : "models[%d]".formatted(index);
  }

  private Optional<PriceListEntry> ofCatalogue(JsonNode model) throws InvalidPrice {
    var provider = InvalidPrice.text(PROVIDER, model.path(PROVIDER));
    if (provider.isEmpty()) {
      throw new InvalidPrice(PROVIDER, "is required");
    }
    return providers.byId(provider.get()).isEmpty()
        ? Optional.empty()
        : Optional.of(new CataloguePrices(today).read(provider.get(), model));
  }

  private Optional<PriceListEntry> ofLiteLlm(String name, JsonNode model) throws InvalidPrice {
    var vendor =
        InvalidPrice.text(LiteLlmPrices.PROVIDER, model.path(LiteLlmPrices.PROVIDER)).orElse("");
    var provider = providers.byIdOrVendor(vendor);
    return provider.isEmpty()
        ? Optional.empty()
        : Optional.of(LiteLlmPrices.read(provider.get().id(), vendor, name, model));
  }

  /** A document of neither format is refused as a whole, not read as an empty price list. */
  private static void check(String place, JsonNode document, JsonNode models) {
    if (document.has(MODELS)) {
      if (!models.isArray()) {
        throw new InvalidField(MODELS, "must be a list of models");
      }
      if (document.size() > 1) {
        throw new InvalidField(place, "must have no other field than " + MODELS);
      }
    } else if (document.valueStream().noneMatch(model -> model.has(LiteLlmPrices.PROVIDER))) {
      throw new InvalidField(
          place,
          "must be a price list: {\"models\": [...]} as in the catalogue, or LiteLLM's file of model prices");
    }
  }

  private interface Reading {

    /**
     * @return empty for a model of a provider that is not known here
     * @throws InvalidPrice with the field
     */
    Optional<PriceListEntry> read(JsonNode model) throws InvalidPrice;
  }

  private void add(String place, JsonNode model, Reading reading) {
    try {
      if (!model.isObject()) {
        throw new InvalidPrice("must be a JSON object, not " + InvalidPrice.shown(model));
      }
      var entry = reading.read(model);
      if (entry.isEmpty()) {
        skipped++;
      } else if (!entry.get().rows().isEmpty()) {
        entries.add(entry.get());
      }
    } catch (InvalidPrice wrong) {
      refused.accept(place, wrong.getMessage());
    }
  }
}
