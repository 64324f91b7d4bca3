package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Provider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole catalogue as it stood at one version of the settings: what came with Ziggurat, and what
 * admins made of it.
 */
final class CatalogueSnapshot {

  private final long version;
  private final List<Listing> listings;
  private final ModelIndex models;
  private final Map<Provider, String> defaults = new EnumMap<>(Provider.class);

  /**
   * Puts an edition together and checks it.
   *
   * @param changes entries that take the place of shipped ones, or come after them
   * @throws IllegalArgumentException naming the entry and field at fault
   */
  CatalogueSnapshot(long version, CatalogueFile shipped, List<ModelEntry> changes) {
    this.version = version;
    this.listings = listings(shipped.models(), changes);
    this.models =
        new ModelIndex(CatalogueReader.models(listings.stream().map(Listing::entry).toList()));
    for (var provider : Provider.values()) {
      var name = shipped.defaults().get(provider.id());
      if (name == null || models.find(provider, name).isEmpty()) {
        throw CatalogueReader.fault(
            "defaults.%s: must name one of its models, not %s".formatted(provider.id(), name));
      }
      defaults.put(provider, name);
    }
  }

  static List<Listing> listings(List<ModelEntry> shipped, List<ModelEntry> changes) {
    var listings = new ArrayList<Listing>();
    for (var entry : shipped) {
      listings.add(
          changes.stream()
              .filter(change -> change.isNamed(entry.provider(), entry.id()))
              .findFirst()
              .map(change -> new Listing(change, Origin.CHANGED))
              .orElseGet(() -> new Listing(entry, Origin.SHIPPED)));
    }
    for (var change : changes) {
      if (shipped.stream().noneMatch(entry -> change.isNamed(entry.provider(), entry.id()))) {
        listings.add(new Listing(change, Origin.REGISTERED));
      }
    }
    return List.copyOf(listings);
  }

  /** The settings' version that it belongs to. */
  long version() {
    return version;
  }

  ModelIndex models() {
    return models;
  }

  String defaultModel(Provider provider) {
    return defaults.get(provider);
  }

  /** All entries in the order of the file, the registered ones last. */
  List<Listing> listings() {
    return listings;
  }

  Optional<Listing> listing(Provider provider, String id) {
    return listings.stream()
        .filter(listing -> listing.entry().isNamed(provider.id(), id))
        .findFirst();
  }
}
