package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.money.TokenPrices;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The models we know, and what a name means. Days are those of UTC. What admins change at run time
 * is known here at once, and on other instances when they next look at the settings' version.
 */
@Singleton
public class Catalogue {

  private static final String ARTIFACT = "wandb-artifact:";
  private static final int MAX_NEAR = 3;

  private final Supplier<CatalogueSnapshot> newest;
  private final Supplier<CatalogueSnapshot> known;
  private final InstantSource time;

  @Inject
  Catalogue(CatalogueSnapshots catalogueSnapshots, InstantSource time) {
    this(catalogueSnapshots::newest, catalogueSnapshots::known, time);
  }

  /**
   * @param newest may ask the database
   * @param known asks nobody
   */
  Catalogue(
      Supplier<CatalogueSnapshot> newest, Supplier<CatalogueSnapshot> known, InstantSource time) {
    this.newest = newest;
    this.known = known;
    this.time = time;
  }

  /**
   * What the name means today: a {@code wandb-artifact:} id, an id or alias of the catalogue (which
   * several providers may serve), or one of these behind one known provider prefix, as in {@code
   * groq/openai/gpt-oss-120b}. Empty when unknown.
   */
  public Optional<Resolution> resolve(String name) {
    return resolve(newest.get().models(), name, today());
  }

  private static Optional<Resolution> resolve(ModelIndex models, String name, LocalDate day) {
    var providers = models.providers();
    var everywhere = offers(models, providers.inOrder(), name, day);
    if (!everywhere.isEmpty()) {
      return Optional.of(new Resolution(everywhere));
    }
    var slash = name.indexOf('/');
    return (slash < 0
            ? Optional.<Provider>empty()
            : providers.byIdOrVendor(name.substring(0, slash)))
        .map(provider -> offers(models, List.of(provider), name.substring(slash + 1), day))
        .filter(offers -> !offers.isEmpty())
        .map(Resolution::new);
  }

  private static List<Offer> offers(
      ModelIndex models, List<Provider> providers, String name, LocalDate day) {
    if (name.startsWith(ARTIFACT)) {
      return providers.contains(Provider.WANDB) ? List.of(artifact(name)) : List.of();
    }
    return providers.stream()
        .flatMap(provider -> models.find(provider, name).stream())
        .flatMap(asked -> offer(models, asked, name, day).stream())
        .toList();
  }

  /** A fine-tuned model: its base, and so its limits and price, is known to W&amp;B only. */
  private static Offer artifact(String name) {
    return new Offer(
        Provider.WANDB,
        new UpstreamModel(name, 0, 0, Set.of(Capability.TEMPERATURE)),
        Optional.empty());
  }

  private static Optional<Offer> offer(ModelIndex models, Model asked, String name, LocalDate day) {
    return models
        .live(asked, day)
        .map(live -> live == asked ? itself(asked, name) : standIn(live, asked, name));
  }

  /** An alias is sent as it was asked for: it may pin a version. A name of our own is not. */
  private static Offer itself(Model model, String name) {
    var known = model.upstream();
    if (model.localNames().contains(name)) {
      return new Offer(model.provider(), known, Optional.empty());
    }
    return new Offer(
        model.provider(),
        new UpstreamModel(
            name, known.contextTokens(), known.maxOutputTokens(), known.capabilities()),
        Optional.empty());
  }

  private static Offer standIn(Model live, Model asked, String name) {
    return new Offer(
        live.provider(),
        live.upstream(),
        asked
            .shutDown()
            .map(
                day ->
                    "%s was shut down by %s on %s: %s answers in its place"
                        .formatted(name, asked.provider().id(), day, live.upstream().id())));
  }

  /** The first of these names that the provider serves today, or a successor it serves. */
  public Optional<Offer> offer(Provider provider, List<String> candidates) {
    var models = newest.get().models();
    var day = today();
    return candidates.stream()
        .flatMap(name -> resolve(models, name, day).stream())
        .flatMap(resolution -> resolution.offers().stream())
        .filter(offer -> offer.provider().equals(provider))
        .findFirst();
  }

  /** Every model that answers today, in the order of the chain. */
  public List<Offer> offers() {
    var models = newest.get().models();
    var day = today();
    return models
        .all()
        .filter(model -> !model.isGone(day))
        .map(model -> itself(model, model.upstream().id()))
        .toList();
  }

  /** The names that only callers here use, of models that answer today, and what each means. */
  public Map<String, Resolution> localNames() {
    var models = newest.get().models();
    var day = today();
    var meanings = new TreeMap<String, Resolution>();
    models
        .all()
        .flatMap(model -> model.localNames().stream())
        .distinct()
        .forEach(
            name -> resolve(models, name, day).ifPresent(meaning -> meanings.put(name, meaning)));
    return meanings;
  }

  /**
   * What a call cost at that day's prices; empty when the price is unknown.
   *
   * @param model as asked for or as the provider echoed it, possibly with a date behind
   */
  public Optional<NanoDollars> cost(
      Provider provider, String model, TokenUsage usage, LocalDate day) {
    return newest
        .get()
        .models()
        .findDated(provider, model)
        .flatMap(found -> found.prices().at(day, usage.input()))
        .map(
            prices ->
                prices.cost(
                    Math.max(0, usage.input() - usage.cached() - usage.cacheWrite()),
                    usage.cached(),
                    usage.cacheWrite(),
                    usage.output()));
  }

  /**
   * The most a call can cost at that day's prices: nothing cached, the whole budget written; empty
   * when the price is unknown.
   */
  public Optional<NanoDollars> worstCase(
      Offer offer, long estimatedInputTokens, int maxOutputTokens, LocalDate day) {
    return newest
        .get()
        .models()
        .findDated(offer.provider(), offer.model().id())
        .flatMap(found -> found.prices().at(day, estimatedInputTokens))
        .map(
            prices -> {
              var output = offer.model().outputBudget(maxOutputTokens);
              return prices
                  .cost(estimatedInputTokens, 0, 0, output)
                  .max(prices.cost(0, 0, estimatedInputTokens, output));
            });
  }

  /**
   * One sentence for each of these names that is shut down on that day, or unknown. It asks nobody:
   * of what was changed elsewhere a moment ago it may not know.
   */
  public List<String> warnings(List<String> configuredNames, LocalDate day) {
    var models = known.get().models();
    return configuredNames.stream()
        .distinct()
        .flatMap(
            name ->
                resolve(models, name, day)
                    .map(Resolution::warning)
                    .orElseGet(() -> Optional.of(unknown(models, name)))
                    .stream())
        .toList();
  }

  private static String unknown(ModelIndex models, String name) {
    var ids = models.all().map(model -> model.upstream().id());
    var near = NearMatches.among(ids.toList(), name, MAX_NEAR);
    return "%s is no model of the catalogue%s"
        .formatted(
            name, near.isEmpty() ? "" : "; written much like it: " + String.join(", ", near));
  }

  /**
   * That day's prices of a model for short prompts; empty when unknown.
   *
   * @param model as for {@link #cost}
   */
  public Optional<TokenPrices> prices(Provider provider, String model, LocalDate day) {
    return newest
        .get()
        .models()
        .findDated(provider, model)
        .flatMap(found -> found.prices().at(day, 0));
  }

  /** The id of the entry that an offer is of, by whatever name it was asked for. */
  public String id(Offer offer) {
    return newest
        .get()
        .models()
        .find(offer.provider(), offer.model().id())
        .map(model -> model.upstream().id())
        .orElse(offer.model().id());
  }

  /** Every entry there is, whether it answers or not, in the order of the file. */
  public List<Listing> listings() {
    return newest.get().listings();
  }

  /** The entry of this very id. */
  public Optional<Listing> listing(Provider provider, String id) {
    return newest.get().listing(provider, id);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }
}
