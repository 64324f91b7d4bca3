package dev.ziggurat.litellm;

import dev.ziggurat.catalogue.Listing;
import dev.ziggurat.catalogue.ModelEntry;
import dev.ziggurat.catalogue.ModelEntry.Price;
import dev.ziggurat.catalogue.Origin;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.settings.SettingsChange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A catalogue entry during an import: the original, and the changes to it. */
final class ModelDraft {

  private final ModelEntry original;
  private final Optional<Origin> before;
  private final List<String> localNames;
  private List<Price> prices;
  private final List<StatedModel> priced = new ArrayList<>();
  private boolean changed;

  private ModelDraft(ModelEntry original, Optional<Origin> before) {
    this.original = original;
    this.before = before;
    this.changed = before.isEmpty();
    this.localNames = new ArrayList<>(orEmpty(original.localNames()));
    this.prices = orEmpty(original.prices());
  }

  static ModelDraft of(Listing known) {
    return new ModelDraft(known.entry(), Optional.of(known.origin()));
  }

  static ModelDraft of(StatedModel stated) {
    return new ModelDraft(stated.registered(), Optional.empty());
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  boolean isNew() {
    return before.isEmpty();
  }

  boolean isChanged() {
    return changed;
  }

  ModelEntry original() {
    return original;
  }

  List<String> localNames() {
    return List.copyOf(localNames);
  }

  /** Adds a local name. */
  void addName(String name) {
    localNames.add(name);
    changed = true;
  }

  Pricing pricing(ServiceTier tier, LocalDate today) {
    return new Pricing(prices, tier, today);
  }

  /** An earlier entry of the same import with a different price for this model. */
  Optional<StatedModel> contradicting(StatedModel stated) {
    return priced.stream().filter(earlier -> !earlier.agreesWith(stated)).findFirst();
  }

  /**
   * Applies the stated prices.
   *
   * @return whether a price changed
   */
  boolean price(StatedModel stated, LocalDate today) {
    priced.add(stated);
    var before = prices;
    stated.prices().forEach((tier, price) -> price(tier, price, today));
    return !prices.equals(before);
  }

  private void price(ServiceTier tier, StatedPrice stated, LocalDate today) {
    var pricing = pricing(tier, today);
    if (pricing.differsFrom(stated)) {
      prices = pricing.with(stated, isNew() ? Optional.empty() : Optional.of(today));
      changed = true;
    }
  }

  /** The entry to be stored. */
  ModelEntry entry() {
    return original.with(List.copyOf(localNames), prices);
  }

  /** The change for the history of the settings. */
  SettingsChange change() {
    return new SettingsChange(
        "models/" + original.provider() + '/' + original.id(),
        before.map(Origin::id),
        Optional.of(
            before.filter(origin -> origin != Origin.REGISTERED).isPresent()
                ? Origin.CHANGED.id()
                : Origin.REGISTERED.id()));
  }
}
