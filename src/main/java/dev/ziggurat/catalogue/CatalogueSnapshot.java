package dev.ziggurat.catalogue;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The complete catalogue at one version of the settings: the shipped entries with the changes by
 * admins applied.
 */
final class CatalogueSnapshot {

  private final long version;
  private final List<Listing> listings;
  private final ModelIndex models;

  /**
   * Creates and checks a snapshot.
   *
   * @param providers the known providers; entries of others are left out
   * @param changes entries that replace shipped ones of the same name, or are added after them
   * @throws IllegalArgumentException naming the entry and field of the first error
   */
  CatalogueSnapshot(
      long version, Providers providers, CatalogueFile shipped, List<ModelEntry> changes) {
    this.version = version;
    this.listings =
        listings(
            shipped.models(),
            changes.stream()
                .filter(change -> providers.byId(change.provider()).isPresent())
                .toList());
    this.models =
        new ModelIndex(
            providers, CatalogueReader.models(listings.stream().map(Listing::entry).toList()));
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

  /** The version of the settings it was read at. */
  long version() {
    return version;
  }

  ModelIndex models() {
    return models;
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
