package dev.ziggurat.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.money.NanoDollars;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The models we know, and what a name means. Days are those of UTC. */
@Startup
@Singleton
public class Catalogue {

  private static final String RESOURCE = "catalogue.json";
  private static final String ARTIFACT = "wandb-artifact:";
  private static final Map<String, Provider> PREFIXES =
      Map.of(
          "wandb/", Provider.WANDB,
          "groq/", Provider.GROQ,
          "claude/", Provider.CLAUDE,
          "anthropic/", Provider.CLAUDE,
          "openai/", Provider.OPENAI);

  private final ModelIndex models;
  private final Map<Provider, String> defaults = new EnumMap<>(Provider.class);
  private final InstantSource time;

  @Inject
  Catalogue(ObjectMapper json, InstantSource time) {
    this(shipped(), json, time);
  }

  Catalogue(String text, ObjectMapper json, InstantSource time) {
    var reader = new CatalogueReader(json);
    var file = reader.parse(text);
    this.time = time;
    this.models = new ModelIndex(reader.models(file));
    for (var provider : Provider.values()) {
      var name = file.defaults().get(provider.id());
      if (name == null || models.find(provider, name).isEmpty()) {
        throw CatalogueReader.fault(
            "defaults.%s: must name one of its models, not %s".formatted(provider.id(), name));
      }
      defaults.put(provider, name);
    }
  }

  private static String shipped() {
    try (var resource =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw CatalogueReader.fault(RESOURCE + " is missing from the package");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * What the name means today: a {@code wandb-artifact:} id, an id or alias of the catalogue (which
   * several providers may serve), or one of these behind one known provider prefix, as in {@code
   * groq/openai/gpt-oss-120b}. Empty when unknown.
   */
  public Optional<Resolution> resolve(String name) {
    return resolve(name, today());
  }

  private Optional<Resolution> resolve(String name, LocalDate day) {
    var everywhere = offers(List.of(Provider.values()), name, day);
    if (!everywhere.isEmpty()) {
      return Optional.of(new Resolution(everywhere));
    }
    return PREFIXES.entrySet().stream()
        .filter(prefix -> name.startsWith(prefix.getKey()))
        .findFirst()
        .map(
            prefix ->
                offers(List.of(prefix.getValue()), name.substring(prefix.getKey().length()), day))
        .filter(offers -> !offers.isEmpty())
        .map(Resolution::new);
  }

  private List<Offer> offers(List<Provider> providers, String name, LocalDate day) {
    if (name.startsWith(ARTIFACT)) {
      return providers.contains(Provider.WANDB) ? List.of(artifact(name)) : List.of();
    }
    return providers.stream()
        .flatMap(provider -> models.find(provider, name).stream())
        .flatMap(asked -> offer(asked, name, day).stream())
        .toList();
  }

  /** A fine-tuned model: its base, and so its limits and price, is known to W&amp;B only. */
  private static Offer artifact(String name) {
    return new Offer(
        Provider.WANDB,
        new UpstreamModel(name, 0, 0, Set.of(Capability.TEMPERATURE)),
        Optional.empty());
  }

  private Optional<Offer> offer(Model asked, String name, LocalDate day) {
    return models
        .live(asked, day)
        .map(live -> live == asked ? itself(asked, name) : standIn(live, asked, name));
  }

  /** An alias is sent as it was asked for: it may pin a version. */
  private static Offer itself(Model model, String name) {
    var known = model.upstream();
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
    var day = today();
    return candidates.stream()
        .flatMap(name -> resolve(name, day).stream())
        .flatMap(resolution -> resolution.offers().stream())
        .filter(offer -> offer.provider() == provider)
        .findFirst();
  }

  /** The name used when nobody chose a model for this provider. */
  public String defaultModel(Provider provider) {
    return defaults.get(provider);
  }

  /** Every model that answers today, in the order of the chain. */
  public List<Offer> offers() {
    var day = today();
    return Stream.of(Provider.values())
        .flatMap(models::of)
        .filter(model -> !model.isGone(day))
        .map(model -> itself(model, model.upstream().id()))
        .toList();
  }

  /**
   * What a call cost at that day's prices; empty when the price is unknown.
   *
   * @param model as asked for or as the provider echoed it, possibly with a date behind
   */
  public Optional<NanoDollars> cost(
      Provider provider, String model, TokenUsage usage, LocalDate day) {
    return models
        .findDated(provider, model)
        .flatMap(known -> known.prices().at(day, usage.input()))
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
    return models
        .findDated(offer.provider(), offer.model().id())
        .flatMap(known -> known.prices().at(day, estimatedInputTokens))
        .map(
            prices -> {
              var output = offer.model().outputBudget(maxOutputTokens);
              return prices
                  .cost(estimatedInputTokens, 0, 0, output)
                  .max(prices.cost(0, 0, estimatedInputTokens, output));
            });
  }

  /** One sentence for each of these names that is shut down on that day, or unknown. */
  public List<String> warnings(List<String> configuredNames, LocalDate day) {
    return configuredNames.stream()
        .distinct()
        .flatMap(
            name ->
                resolve(name, day)
                    .map(Resolution::warning)
                    .orElseGet(() -> Optional.of("%s is no model of the catalogue".formatted(name)))
                    .stream())
        .toList();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }
}
