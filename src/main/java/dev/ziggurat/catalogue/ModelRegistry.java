package dev.ziggurat.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes the catalogue at run time, in the caller's transaction. The caller holds the lock of the
 * settings and raises their version, so that all instances reload the catalogue.
 */
@Singleton
public class ModelRegistry {

  /** Upper bound of stored changes. */
  private static final int MAX_CHANGES = 1_000;

  private final CatalogueSnapshots catalogueSnapshots;
  private final ObjectMapper json;
  private final InstantSource time;

  ModelRegistry(CatalogueSnapshots catalogueSnapshots, ObjectMapper json, InstantSource time) {
    this.catalogueSnapshots = catalogueSnapshots;
    this.json = json;
    this.time = time;
  }

  /** The entry with this id, read from the database. */
  public Optional<Listing> find(Provider provider, String id) {
    var shipped = named(catalogueSnapshots.shipped().models(), provider, id);
    return named(catalogueSnapshots.stored(), provider, id)
        .map(entry -> new Listing(entry, shipped.isPresent() ? Origin.CHANGED : Origin.REGISTERED))
        .or(() -> shipped.map(entry -> new Listing(entry, Origin.SHIPPED)));
  }

  /** All entries, read from the database. */
  public List<Listing> listings() {
    return CatalogueSnapshot.listings(
        catalogueSnapshots.shipped().models(), catalogueSnapshots.stored());
  }

  /**
   * Registers a model, or changes the one with the same provider and id. The resulting catalogue
   * must pass the same checks as the shipped one.
   *
   * @throws IllegalArgumentException naming the error; nothing was changed
   */
  public void put(ModelEntry entry, String changedBy) {
    putAll(List.of(entry), changedBy);
  }

  /**
   * Registers or changes several models at once, as {@link #put} does: all of them, or none.
   *
   * @throws IllegalArgumentException naming the error; nothing was changed
   */
  public void putAll(List<ModelEntry> entries, String changedBy) {
    check(entries);
    entries.forEach(entry -> store(entry, changedBy));
  }

  /**
   * Checks the catalogue that these entries would result in; changes nothing.
   *
   * @throws IllegalArgumentException naming the error
   */
  public void check(List<ModelEntry> entries) {
    var changes = catalogueSnapshots.stored();
    for (var entry : entries) {
      changes = without(changes, entry.provider(), entry.id());
      changes.add(entry);
    }
    if (changes.size() > MAX_CHANGES) {
      throw CatalogueReader.fault(
          "more than %d models are changed or registered: delete some first"
              .formatted(MAX_CHANGES));
    }
    catalogueSnapshots.check(changes);
  }

  private void store(ModelEntry entry, String changedBy) {
    var key = new CatalogueModel.Key(entry.provider(), entry.id());
    var known = Optional.<CatalogueModel>ofNullable(CatalogueModel.findById(key));
    var model = known.orElseGet(CatalogueModel::new);
    model.provider = entry.provider();
    model.id = entry.id();
    model.entry = toJson(entry);
    model.changedAt = time.instant().truncatedTo(ChronoUnit.MICROS);
    model.changedBy = changedBy;
    model.persist();
  }

  /**
   * Deletes the change of a model: a shipped model is as shipped again, a registered one is
   * removed.
   *
   * @return false if there was no change
   * @throws IllegalArgumentException if another model refers to it; nothing was changed
   */
  public boolean undo(Provider provider, String id) {
    var stored = catalogueSnapshots.stored();
    var left = without(stored, provider.id(), id);
    if (left.size() == stored.size()) {
      return false;
    }
    if (catalogueSnapshots.fault().isEmpty()) {
      catalogueSnapshots.check(left);
    }
    return CatalogueModel.deleteById(new CatalogueModel.Key(provider.id(), id));
  }

  /** Deletes all changes and registered models of a provider that is being removed. */
  public void forget(Provider provider) {
    CatalogueModel.delete("provider", provider.id());
  }

  /** Why the changes made at run time are ignored, if they are. */
  public Optional<String> fault() {
    return catalogueSnapshots.fault();
  }

  private static Optional<ModelEntry> named(
      List<ModelEntry> entries, Provider provider, String id) {
    return entries.stream().filter(entry -> entry.isNamed(provider.id(), id)).findFirst();
  }

  private static List<ModelEntry> without(List<ModelEntry> entries, String provider, String id) {
    var left = new ArrayList<>(entries);
    left.removeIf(entry -> entry.isNamed(provider, id));
    return left;
  }

  private String toJson(ModelEntry entry) {
    try {
      return json.writeValueAsString(entry);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
