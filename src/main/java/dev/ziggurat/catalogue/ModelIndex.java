package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.UpstreamModel;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models by provider and name. Rejects duplicate names and successor chains without an
 * available end.
 */
final class ModelIndex {

  private static final int MAX_SUCCESSORS = 8;
  private static final Pattern DATED = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

  private final Providers providers;
  private final Map<Provider, Map<String, Model>> byName = new HashMap<>();

  /**
   * Indexes and checks the models.
   *
   * @throws IllegalArgumentException naming the entry and field of the first error
   */
  ModelIndex(Providers providers, List<Model> models) {
    this.providers = providers;
    for (var provider : providers.inOrder()) {
      byName.put(provider, new LinkedHashMap<>());
    }
    for (var model : models) {
      if (!byName.containsKey(model.provider())) {
        throw fault(model, "provider: must be one of " + providers);
      }
      model
          .names()
          .forEach(
              name -> {
                if (byName.get(model.provider()).put(name, model) != null) {
                  throw fault(model, "id: " + name + " is listed twice");
                }
              });
    }
    models.forEach(this::checkSuccession);
    for (var definition : providers.definitions()) {
      byName
          .get(definition.provider())
          .computeIfAbsent(definition.defaultModel(), _ -> unlisted(definition));
    }
  }

  /**
   * Entry for a provider's default model that is not in the catalogue: limits and price unknown.
   */
  private static Model unlisted(ProviderDefinition definition) {
    var can = EnumSet.of(Capability.TEMPERATURE, Capability.TOOLS);
    var strictest = definition.deviations().strictestFormat();
    if (AnswerFormat.JSON_SCHEMA.isWithin(strictest)) {
      can.add(Capability.JSON_SCHEMA);
    }
    if (AnswerFormat.JSON_OBJECT.isWithin(strictest)) {
      can.add(Capability.JSON_OBJECT);
    }
    return new Model(
        definition.provider(),
        new UpstreamModel(definition.defaultModel(), 0, 0, can),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new ModelPriceHistory(List.of()));
  }

  /** The providers, in the order of the chain. */
  Providers providers() {
    return providers;
  }

  /** All models, in the order of the chain and of the file. */
  Stream<Model> all() {
    return providers.inOrder().stream().flatMap(this::of);
  }

  private void checkSuccession(Model model) {
    if (model.successor().isPresent() && model.shutDown().isEmpty()) {
      throw fault(model, "successor: needs a shutDown day");
    }
    if (model.shutDown().isPresent() && available(model, LocalDate.MAX).isEmpty()) {
      throw fault(
          model,
          "successor: must lead to a model that is not shut down, in fewer than "
              + MAX_SUCCESSORS
              + " steps");
    }
  }

  /** The model with this exact name or alias. */
  Optional<Model> find(Provider provider, String name) {
    return Optional.ofNullable(byName.getOrDefault(provider, Map.of()).get(name));
  }

  /**
   * Like {@link #find}, but also finds a name with a date suffix, such as {@code
   * gpt-4o-mini-2024-07-18}.
   */
  Optional<Model> findDated(Provider provider, String name) {
    return find(provider, name).or(() -> find(provider, DATED.matcher(name).replaceFirst("")));
  }

  /** The model itself, or the first of its successors that is available on that day. */
  Optional<Model> available(Model model, LocalDate day) {
    var current = Optional.of(model);
    for (var step = 0; step < MAX_SUCCESSORS; step++) {
      if (current.isEmpty() || !current.get().isShutDown(day)) {
        return current;
      }
      current = current.get().successor().flatMap(next -> find(model.provider(), next));
    }
    return Optional.empty();
  }

  /** All models of a provider, in the order of the file. */
  Stream<Model> of(Provider provider) {
    return byName.getOrDefault(provider, Map.of()).values().stream().distinct();
  }

  private static IllegalArgumentException fault(Model model, String text) {
    return CatalogueReader.fault(
        "models %s %s: %s".formatted(model.provider().id(), model.upstream().id(), text));
  }
}
