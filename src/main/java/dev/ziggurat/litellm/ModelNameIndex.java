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

/** Which model each name means, at each provider, while entries are added. */
final class ModelNameIndex {

  private final Map<Provider, Map<String, Held>> held = new LinkedHashMap<>();
  private final ProviderNames names;
  private final Set<ModelDraft> drafts = new LinkedHashSet<>();

  /**
   * A name and what it means.
   *
   * @param place the entry that gave it; empty if the catalogue had it before
   */
  record Held(ModelDraft draft, Optional<String> place) {}

  ModelNameIndex(ProviderNames names, List<Listing> listings) {
    this.names = names;
    for (var provider : names.providers().inOrder()) {
      held.put(provider, new HashMap<>());
    }
    for (var listing : listings) {
      var draft = ModelDraft.of(listing);
      var meant =
          held.computeIfAbsent(new Provider(listing.entry().provider()), _ -> new HashMap<>());
      listing.entry().names().forEach(name -> meant.put(name, new Held(draft, Optional.empty())));
    }
  }

  Optional<Held> find(Provider provider, String name) {
    return Optional.ofNullable(held.get(provider).get(name));
  }

  /** What a name means that may begin with the provider, as the catalogue reads it. */
  Optional<ModelDraft> meant(Provider provider, String name) {
    return find(provider, name)
        .or(
            () ->
                names.models(provider, name).size() > 1
                    ? find(provider, names.models(provider, name).getLast())
                    : Optional.empty())
        .map(Held::draft);
  }

  /** The model of an entry, which is a new one if nobody has heard of it. */
  ModelDraft modelOf(StatedModel stated) {
    return stated.served().models().stream()
        .flatMap(name -> find(stated.provider(), name).stream())
        .map(Held::draft)
        .findFirst()
        .orElseGet(
            () -> {
              var draft = ModelDraft.of(stated);
              hold(stated, stated.model(), draft);
              return draft;
            });
  }

  /** Gives a model a name by which programs go on to call it. */
  void call(StatedModel stated, String name, ModelDraft draft) {
    draft.call(name);
    hold(stated, name, draft);
  }

  private void hold(StatedModel stated, String name, ModelDraft draft) {
    held.get(stated.provider()).put(name, new Held(draft, Optional.of(stated.place())));
    drafts.add(draft);
  }

  /** Notes that a model is to be stored if it is different. */
  void touch(ModelDraft draft) {
    drafts.add(draft);
  }

  /** The models that are different now. */
  Stream<ModelDraft> changed() {
    return drafts.stream().filter(ModelDraft::isChanged);
  }

  /** Who else knows a model by this name. */
  List<String> othersWith(Provider provider, String name) {
    return held.keySet().stream()
        .filter(other -> !other.equals(provider))
        .filter(other -> find(other, name).isPresent())
        .map(Provider::id)
        .toList();
  }
}
