package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Provider;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The models by provider and name, checked for names given twice and successors that lead nowhere.
 */
final class ModelIndex {

  private static final int MAX_SUCCESSION = 8;
  private static final Pattern DATED = Pattern.compile("-(\\d{8}|\\d{4}-\\d{2}-\\d{2})$");

  private final Map<Provider, Map<String, Model>> byName = new EnumMap<>(Provider.class);

  /**
   * @throws IllegalArgumentException naming the entry and field at fault
   */
  ModelIndex(List<Model> models) {
    for (var provider : Provider.values()) {
      byName.put(provider, new LinkedHashMap<>());
    }
    for (var model : models) {
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
  }

  private void checkSuccession(Model model) {
    if (model.successor().isPresent() && model.shutDown().isEmpty()) {
      throw fault(model, "successor: needs a shutDown day");
    }
    if (model.shutDown().isPresent() && live(model, LocalDate.MAX).isEmpty()) {
      throw fault(model, "successor: leads to no model that lasts");
    }
  }

  /** The model of this exact name or alias. */
  Optional<Model> find(Provider provider, String name) {
    return Optional.ofNullable(byName.get(provider).get(name));
  }

  /** Like {@link #find}, and also by a dated name such as {@code gpt-4o-mini-2024-07-18}. */
  Optional<Model> findDated(Provider provider, String name) {
    return find(provider, name).or(() -> find(provider, DATED.matcher(name).replaceFirst("")));
  }

  /** The model itself, or the first of its successors that answers on that day. */
  Optional<Model> live(Model model, LocalDate day) {
    var current = Optional.of(model);
    for (var step = 0; step < MAX_SUCCESSION; step++) {
      if (current.isEmpty() || !current.get().isGone(day)) {
        return current;
      }
      current = current.get().successor().flatMap(next -> find(model.provider(), next));
    }
    return Optional.empty();
  }

  /** All models of a provider, in the order of the file. */
  Stream<Model> of(Provider provider) {
    return byName.get(provider).values().stream().distinct();
  }

  private static IllegalArgumentException fault(Model model, String text) {
    return CatalogueReader.fault(
        "models %s %s: %s".formatted(model.provider().id(), model.upstream().id(), text));
  }
}
