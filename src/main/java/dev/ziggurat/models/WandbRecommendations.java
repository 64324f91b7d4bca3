package dev.ziggurat.models;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.models.AiModels.RecommendedModel;
import dev.ziggurat.models.AiModels.WandbModel;
import dev.ziggurat.money.TokenPrices;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes the models that W&amp;B serves, and recommends some of them. */
@Singleton
class WandbRecommendations {

  private record Recommended(String id, String name, String description) {}

  private static final List<Recommended> RECOMMENDED =
      List.of(
          new Recommended(
              "meta-llama/Llama-3.3-70B-Instruct",
              "Llama 3.3 70B Instruct",
              "Good with long prompts; the default"),
          new Recommended(
              "meta-llama/Llama-3.1-8B-Instruct",
              "Llama 3.1 8B Instruct",
              "Small and fast, for many simple agents"),
          new Recommended(
              "mistralai/Mixtral-8x7B-Instruct-v0.1",
              "Mixtral 8x7B Instruct",
              "Mixture of experts; a different style of answers"));

  private final Catalogue catalogue;
  private final InstantSource time;

  WandbRecommendations(Catalogue catalogue, InstantSource time) {
    this.catalogue = catalogue;
    this.time = time;
  }

  /** The models of W&amp;B's list, or those of the catalogue if the list was never fetched. */
  List<WandbModel> models(WandbModelList.Known list) {
    var known = known();
    return list.ids().orElseGet(() -> List.copyOf(known.keySet())).stream()
        .map(id -> new WandbModel(id, name(id), description(Optional.ofNullable(known.get(id)))))
        .toList();
  }

  /** The recommended models; the last one is today's best value. */
  List<RecommendedModel> recommended(WandbModelList.Known list) {
    var known = known();
    var served = list.ids().<Collection<String>>map(ids -> ids).orElse(known.keySet());
    var models = new ArrayList<RecommendedModel>();
    for (var each : RECOMMENDED) {
      models.add(
          new RecommendedModel(
              each.id(), each.name(), each.description(), served.contains(each.id())));
    }
    bestValue(served).map(WandbRecommendations::asRecommended).ifPresent(models::add);
    return models;
  }

  private static RecommendedModel asRecommended(BestValue.Priced best) {
    return new RecommendedModel(
        best.model().id(),
        name(best.model().id()),
        "Today's best value: the cheapest with a context of at least %s tokens and support for JSON Schema, at $%s per million tokens (three input tokens to one output token)"
            .formatted(grouped(BestValue.MIN_CONTEXT_TOKENS), best.blendedDollarsPerMillion()),
        true);
  }

  private Optional<BestValue.Priced> bestValue(Collection<String> served) {
    return BestValue.of(
        known().values().stream()
            .filter(model -> served.contains(model.id()))
            .flatMap(
                model -> prices(model).map(prices -> new BestValue.Priced(model, prices)).stream())
            .toList());
  }

  private Map<String, UpstreamModel> known() {
    return catalogue.offers().stream()
        .filter(offer -> offer.provider().equals(Provider.WANDB))
        .map(Offer::model)
        .collect(
            Collectors.toMap(
                UpstreamModel::id, model -> model, (one, _) -> one, LinkedHashMap::new));
  }

  private String description(Optional<UpstreamModel> known) {
    if (known.isEmpty()) {
      return "Not in the catalogue: limits and price are unknown";
    }
    var model = known.get();
    var context =
        model.contextTokens() == 0
            ? "Context unknown"
            : grouped(model.contextTokens()) + " tokens of context";
    return context
        + prices(model)
            .map(
                prices ->
                    "; $%s in, $%s out per million tokens"
                        .formatted(dollars(prices.input()), dollars(prices.output())))
            .orElse("; price unknown");
  }

  private Optional<TokenPrices> prices(UpstreamModel model) {
    var today = LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
    return catalogue.prices(Provider.WANDB, model.id(), today).ofShortPrompts();
  }

  private static String grouped(int tokens) {
    return String.format(Locale.ROOT, "%,d", tokens);
  }

  private static String dollars(long picoPerToken) {
    return BigDecimal.valueOf(picoPerToken, 6).stripTrailingZeros().toPlainString();
  }

  /** {@code meta-llama/Llama-3.3-70B-Instruct} reads as "Llama 3.3 70B Instruct". */
  private static String name(String id) {
    return id.substring(id.lastIndexOf('/') + 1).replace('-', ' ').replace('_', ' ');
  }
}
