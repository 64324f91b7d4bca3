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
 * settings and raises their version: by it everybody learns of the change.
 */
@Singleton
public class ModelRegistry {

  /** More models than any admin registers by hand. */
  private static final int MOST = 1_000;

  private final CatalogueSnapshots catalogueSnapshots;
  private final ObjectMapper json;
  private final InstantSource time;

  ModelRegistry(CatalogueSnapshots catalogueSnapshots, ObjectMapper json, InstantSource time) {
    this.catalogueSnapshots = catalogueSnapshots;
    this.json = json;
    this.time = time;
  }

  /** The entry of this very id as it stands in the database. */
  public Optional<Listing> find(Provider provider, String id) {
    var shipped = named(catalogueSnapshots.shipped().models(), provider, id);
    return named(catalogueSnapshots.stored(), provider, id)
        .map(entry -> new Listing(entry, shipped.isPresent() ? Origin.CHANGED : Origin.REGISTERED))
        .or(() -> shipped.map(entry -> new Listing(entry, Origin.SHIPPED)));
  }

  /** Every entry as it stands in the database. */
  public List<Listing> listings() {
    return CatalogueSnapshot.listings(
        catalogueSnapshots.shipped().models(), catalogueSnapshots.stored());
  }

  /**
   * Registers a model, or changes the one of the same provider and id. What comes out must pass the
   * checks that the shipped catalogue passes.
   *
   * @throws IllegalArgumentException with what is wrong; nothing was changed
   */
  public void put(ModelEntry entry, String who) {
    putAll(List.of(entry), who);
  }

  /**
   * Registers or changes several models at once, as {@link #put} does: all of them, or none.
   *
   * @throws IllegalArgumentException with what is wrong; nothing was changed
   */
  public void putAll(List<ModelEntry> entries, String who) {
    check(entries);
    entries.forEach(entry -> store(entry, who));
  }

  /**
   * Checks what these entries would make of the catalogue, and changes nothing.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public void check(List<ModelEntry> entries) {
    var changes = catalogueSnapshots.stored();
    for (var entry : entries) {
      changes = without(changes, entry.provider(), entry.id());
      changes.add(entry);
    }
    if (changes.size() > MOST) {
      throw CatalogueReader.fault(
          "more than %d models are changed or registered: undo some first".formatted(MOST));
    }
    catalogueSnapshots.check(changes);
  }

  private void store(ModelEntry entry, String who) {
    var key = new CatalogueModel.Key(entry.provider(), entry.id());
    var known = Optional.<CatalogueModel>ofNullable(CatalogueModel.findById(key));
    var model = known.orElseGet(CatalogueModel::new);
    model.provider = entry.provider();
    model.id = entry.id();
    model.entry = written(entry);
    model.changedAt = time.instant().truncatedTo(ChronoUnit.MICROS);
    model.changedBy = who;
    model.persist();
  }

  /**
   * Forgets what was changed of a model: a shipped one is as it came, a registered one is gone.
   *
   * @return false if there was nothing to forget
   * @throws IllegalArgumentException if another model needs it; nothing was changed
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

  /** Forgets all models that were registered of a provider, which is removed with them. */
  public void forget(Provider provider) {
    CatalogueModel.delete("provider", provider.id());
  }

  /** Why the changes made at run time are left out of the catalogue, if they are. */
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

  private String written(ModelEntry entry) {
    try {
      return json.writeValueAsString(entry);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
