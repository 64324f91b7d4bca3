package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.catalogue.Origin;
import dev.ziggurat.settings.SettingsChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model on its way into the catalogue. */
final class ModelDraft {

  private final ModelEntry begun;
  private final Optional<Origin> before;
  private final List<String> localNames;
  private List<Price> prices;
  private final List<StatedModel> priced = new ArrayList<>();
  private boolean changed;

  private ModelDraft(ModelEntry begun, Optional<Origin> before) {
    this.begun = begun;
    this.before = before;
    this.changed = before.isEmpty();
    this.localNames = new ArrayList<>(orNone(begun.localNames()));
    this.prices = orNone(begun.prices());
  }

  static ModelDraft of(Listing known) {
    return new ModelDraft(known.entry(), Optional.of(known.origin()));
  }

  static ModelDraft of(StatedModel stated) {
    return new ModelDraft(stated.registered(), Optional.empty());
  }

  private static <T> List<T> orNone(List<T> list) {
    return list == null ? List.of() : list;
  }

  boolean isNew() {
    return before.isEmpty();
  }

  boolean isChanged() {
    return changed;
  }

  ModelEntry begun() {
    return begun;
  }

  List<String> localNames() {
    return List.copyOf(localNames);
  }

  /** Adds a name of our own. */
  void call(String name) {
    localNames.add(name);
    changed = true;
  }

  Pricing pricing(LocalDate today) {
    return new Pricing(prices, today);
  }

  /** An earlier entry that stated another price of this model. */
  Optional<StatedModel> contradicting(StatedModel stated) {
    return priced.stream()
        .filter(earlier -> !earlier.price().agreesWith(stated.price()))
        .findFirst();
  }

  /**
   * Takes the stated price over.
   *
   * @return whether it was another
   */
  boolean price(StatedModel stated, LocalDate today) {
    priced.add(stated);
    var pricing = pricing(today);
    if (!pricing.differsFrom(stated.price())) {
      return false;
    }
    prices = pricing.with(stated.price(), isNew() ? Optional.empty() : Optional.of(today));
    changed = true;
    return true;
  }

  /** As it is to be stored. */
  ModelEntry entry() {
    return begun.with(List.copyOf(localNames), prices);
  }

  /** What the history of the settings says of it. */
  SettingsChange change() {
    return new SettingsChange(
        "models/" + begun.provider() + '/' + begun.id(),
        before.map(Origin::id),
        Optional.of(
            before.filter(origin -> origin != Origin.REGISTERED).isPresent()
                ? Origin.CHANGED.id()
                : Origin.REGISTERED.id()));
  }
}
