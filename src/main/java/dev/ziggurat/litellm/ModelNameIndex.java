package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.llm.Provider;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The models by provider and name during an import. */
final class ModelNameIndex {

  private final Map<Provider, Map<String, NamedModel>> modelsByName = new LinkedHashMap<>();
  private final ProviderNames names;
  private final Set<ModelDraft> drafts = new LinkedHashSet<>();

  /**
   * The model of a name.
   *
   * @param place the entry that added the name; empty if it was in the catalogue
   */
  record NamedModel(ModelDraft draft, Optional<String> place) {}

  ModelNameIndex(ProviderNames names, List<Listing> listings) {
    this.names = names;
    for (var provider : names.providers().inOrder()) {
      modelsByName.put(provider, new HashMap<>());
    }
    for (var listing : listings) {
      var draft = ModelDraft.of(listing);
      var resolve =
          modelsByName.computeIfAbsent(
              new Provider(listing.entry().provider()), _ -> new HashMap<>());
      listing
          .entry()
          .names()
          .forEach(name -> resolve.put(name, new NamedModel(draft, Optional.empty())));
    }
  }

  Optional<NamedModel> find(Provider provider, String name) {
    return Optional.ofNullable(modelsByName.get(provider).get(name));
  }

  /** The model of a name that may start with the provider, as the catalogue resolves it. */
  Optional<ModelDraft> resolve(Provider provider, String name) {
    return find(provider, name)
        .or(
            () ->
                names.models(provider, name).size() > 1
                    ? find(provider, names.models(provider, name).getLast())
                    : Optional.empty())
        .map(NamedModel::draft);
  }

  /** The model of an entry; a new one if it is not in the catalogue. */
  ModelDraft modelOf(StatedModel stated) {
    return stated.served().models().stream()
        .flatMap(name -> find(stated.provider(), name).stream())
        .map(NamedModel::draft)
        .findFirst()
        .orElseGet(
            () -> {
              var draft = ModelDraft.of(stated);
              put(stated, stated.model(), draft);
              return draft;
            });
  }

  /** Adds a local name to a model. */
  void addName(StatedModel stated, String name, ModelDraft draft) {
    draft.addName(name);
    put(stated, name, draft);
  }

  private void put(StatedModel stated, String name, ModelDraft draft) {
    modelsByName
        .get(stated.provider())
        .put(name, new NamedModel(draft, Optional.of(stated.place())));
    drafts.add(draft);
  }

  /** Marks a model to be stored if it changed. */
  void markChanged(ModelDraft draft) {
    drafts.add(draft);
  }

  /** The new and changed models. */
  Stream<ModelDraft> changed() {
    return drafts.stream().filter(ModelDraft::isChanged);
  }

  /** The other providers that have a model with this name. */
  List<String> othersWith(Provider provider, String name) {
    return modelsByName.keySet().stream()
        .filter(other -> !other.equals(provider))
        .filter(other -> find(other, name).isPresent())
        .map(Provider::id)
        .toList();
  }
}
