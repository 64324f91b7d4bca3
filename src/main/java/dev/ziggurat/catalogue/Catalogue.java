package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The known models, and what a model name resolves to. Days are in UTC. Changes by admins apply at
 * once in this process, and in other instances when they next check the version of the settings.
 */
@Singleton
public class Catalogue {

  private static final String ARTIFACT = "wandb-artifact:";
  private static final int MAX_SIMILAR = 3;

  private final Supplier<CatalogueSnapshot> current;
  private final Supplier<CatalogueSnapshot> cached;
  private final InstantSource time;

  @Inject
  Catalogue(CatalogueSnapshots catalogueSnapshots, InstantSource time) {
    this(catalogueSnapshots::current, catalogueSnapshots::cached, time);
  }

  /**
   * Creates a catalogue over snapshots.
   *
   * @param current the current snapshot; may query the database
   * @param cached the cached snapshot; never queries the database
   */
  Catalogue(
      Supplier<CatalogueSnapshot> current, Supplier<CatalogueSnapshot> cached, InstantSource time) {
    this.current = current;
    this.cached = cached;
    this.time = time;
  }

  /**
   * Resolves a name as of today: a {@code wandb-artifact:} id, an id or alias of the catalogue
   * (which several providers may serve), or one of these with the prefix of a known provider, as in
   * {@code groq/openai/gpt-oss-120b}. An id may lack its vendor, as in {@code gpt-oss-120b}, if
   * only one id has this end. Empty when unknown.
   */
  public Optional<Resolution> resolve(String name) {
    return resolve(current.get().models(), name, today());
  }

  private static Optional<Resolution> resolve(ModelIndex models, String name, LocalDate day) {
    var providers = models.providers();
    var unprefixed = offers(models, providers.inOrder(), name, day);
    if (!unprefixed.isEmpty()) {
      return Optional.of(new Resolution(unprefixed));
    }
    var slash = name.indexOf('/');
    var prefixed =
        slash < 0 ? Optional.<Provider>empty() : providers.byIdOrVendor(name.substring(0, slash));
    var among = prefixed.map(List::of).orElseGet(providers::inOrder);
    var rest = prefixed.isPresent() ? name.substring(slash + 1) : name;
    return Stream.concat(
            prefixed.isPresent() ? Stream.of(rest) : Stream.empty(),
            withVendor(models, among, rest).stream())
        .map(id -> offers(models, among, id, day))
        .filter(offers -> !offers.isEmpty())
        .findFirst()
        .map(Resolution::new);
  }

  /** The id that ends in this name after its vendor, if it is the only one. */
  private static Optional<String> withVendor(
      ModelIndex models, List<Provider> providers, String name) {
    var ids =
        name.isEmpty() || name.indexOf('/') >= 0
            ? List.<String>of()
            : providers.stream()
                .flatMap(models::of)
                .map(model -> model.upstream().id())
                .filter(id -> id.endsWith('/' + name))
                .distinct()
                .toList();
    return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
  }

  private static List<Offer> offers(
      ModelIndex models, List<Provider> providers, String name, LocalDate day) {
    if (name.startsWith(ARTIFACT)) {
      return providers.contains(Provider.WANDB) ? List.of(artifact(models, name, day)) : List.of();
    }
    var offers = new ArrayList<Offer>(providers.size());
    for (var provider : providers) {
      models
          .find(provider, name)
          .flatMap(requested -> offer(models, requested, name, day))
          .ifPresent(offers::add);
    }
    return offers;
  }

  /**
   * A fine-tuned model. Only W&amp;B knows its base model, so limits and price of one that is not
   * registered are unknown.
   */
  private static Offer artifact(ModelIndex models, String name, LocalDate day) {
    return models
        .find(Provider.WANDB, name)
        .flatMap(registered -> offer(models, registered, name, day))
        .orElseGet(
            () ->
                new Offer(
                    Provider.WANDB,
                    new UpstreamModel(name, 0, 0, Set.of(Capability.TEMPERATURE)),
                    Optional.empty()));
  }

  private static Optional<Offer> offer(
      ModelIndex models, Model requested, String name, LocalDate day) {
    return models
        .available(requested, day)
        .map(
            available ->
                available == requested
                    ? offerOf(requested, name)
                    : successorOffer(available, requested, name));
  }

  /**
   * An alias is sent as requested, because it may pin a version. A local name is replaced by the id
   * of the model.
   */
  private static Offer offerOf(Model model, String name) {
    var upstream = model.upstream();
    if (name.equals(upstream.id()) || model.localNames().contains(name)) {
      return new Offer(model.provider(), upstream, Optional.empty());
    }
    return new Offer(
        model.provider(),
        new UpstreamModel(
            name, upstream.contextTokens(), upstream.maxOutputTokens(), upstream.capabilities()),
        Optional.empty());
  }

  private static Offer successorOffer(Model available, Model requested, String name) {
    return new Offer(
        available.provider(),
        available.upstream(),
        requested
            .shutDown()
            .map(
                day ->
                    "%s was shut down by %s on %s: %s is used instead"
                        .formatted(
                            name, requested.provider().id(), day, available.upstream().id())));
  }

  /** The first of these names that the provider serves today, directly or by a successor. */
  public Optional<Offer> offer(Provider provider, List<String> candidates) {
    var models = current.get().models();
    var day = today();
    return candidates.stream()
        .flatMap(name -> resolve(models, name, day).stream())
        .flatMap(resolution -> resolution.offers().stream())
        .filter(offer -> offer.provider().equals(provider))
        .findFirst();
  }

  /** All models available today, in the order of the chain. */
  public List<Offer> offers() {
    var models = current.get().models();
    var day = today();
    return models
        .all()
        .filter(model -> !model.isShutDown(day))
        .map(model -> offerOf(model, model.upstream().id()))
        .toList();
  }

  /** The local names of models available today, and what each resolves to. */
  public Map<String, Resolution> localNames() {
    var models = current.get().models();
    var day = today();
    var resolutions = new TreeMap<String, Resolution>();
    models
        .all()
        .flatMap(model -> model.localNames().stream())
        .distinct()
        .forEach(
            name ->
                resolve(models, name, day)
                    .ifPresent(resolution -> resolutions.put(name, resolution)));
    return resolutions;
  }

  /**
   * One warning for each of these names that is shut down on that day, or unknown. Uses the cached
   * snapshot, so it may miss a change made in another instance a moment ago.
   */
  public List<String> warnings(List<String> configuredNames, LocalDate day) {
    var models = cached.get().models();
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
    var similar = NearMatches.among(ids.toList(), name, MAX_SIMILAR);
    return "%s is not in the catalogue%s"
        .formatted(name, similar.isEmpty() ? "" : "; similar names: " + String.join(", ", similar));
  }

  /**
   * The prices of a model on that day; none when unknown.
   *
   * @param model as requested or as the provider returned it, possibly with a date suffix
   */
  public PriceList prices(Provider provider, String model, LocalDate day) {
    return current
        .get()
        .models()
        .findDated(provider, model)
        .map(found -> found.prices().on(day))
        .orElse(PriceList.UNKNOWN);
  }

  /** The catalogue id of an offer that may have been requested by an alias. */
  public String id(Offer offer) {
    return current
        .get()
        .models()
        .find(offer.provider(), offer.model().id())
        .map(model -> model.upstream().id())
        .orElse(offer.model().id());
  }

  /** The day of a model's release, if it is known. */
  public Optional<LocalDate> released(Offer offer) {
    return current
        .get()
        .models()
        .findDated(offer.provider(), offer.model().id())
        .flatMap(Model::released);
  }

  /** All entries, also of models that are shut down, in the order of the file. */
  public List<Listing> listings() {
    return current.get().listings();
  }

  /** The entry with this id; aliases are not looked up. */
  public Optional<Listing> listing(Provider provider, String id) {
    return current.get().listing(provider, id);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }
}
