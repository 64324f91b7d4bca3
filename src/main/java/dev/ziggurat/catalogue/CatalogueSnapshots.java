package dev.ziggurat.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.settings.Settings;
import io.quarkus.logging.Log;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Caches the current snapshot of the catalogue. Every change of the catalogue raises the version of
 * the settings; a use with a newer version reloads the snapshot.
 */
@Startup
@Singleton
class CatalogueSnapshots {

  private static final String RESOURCE = "catalogue.json";

  private final Settings settings;
  private final Database database;
  private final CatalogueReader reader;
  private final CatalogueFile shipped;
  private final ReentrantLock loadLock = new ReentrantLock();
  private volatile CatalogueSnapshot cached;
  private volatile Optional<String> fault = Optional.empty();

  CatalogueSnapshots(Settings settings, Database database, ObjectMapper json) {
    this.settings = settings;
    this.database = database;
    this.reader = new CatalogueReader(json);
    this.shipped = reader.parse(shippedText());
    this.cached = new CatalogueSnapshot(0, settings.knownProviders(), shipped, List.of());
  }

  static String shippedText() {
    try (var resource =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw CatalogueReader.fault(RESOURCE + " is missing from the package");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The entries that came with Ziggurat. */
  CatalogueFile shipped() {
    return shipped;
  }

  /** The cached snapshot; does not query the database. */
  CatalogueSnapshot cached() {
    return cached;
  }

  /**
   * The current snapshot, by the version of the settings, which is checked every few seconds. While
   * the database does not answer, the cached one.
   */
  CatalogueSnapshot current() {
    settings.current();
    var version = settings.newestVersion();
    if (cached.version() >= version) {
      return cached;
    }
    loadLock.lock();
    try {
      if (cached.version() < version) {
        cached = load(version);
      }
    } catch (DatabaseException | PersistenceException e) {
      Log.warnf(
          "The catalogue could not be loaded; the cached one stays in use: %s", e.getMessage());
    } finally {
      loadLock.unlock();
    }
    return cached;
  }

  /** Why the changes by admins are ignored, if they are. */
  Optional<String> fault() {
    return fault;
  }

  /**
   * Checks the catalogue that these changes would result in.
   *
   * @throws IllegalArgumentException naming the entry and field of the first error
   */
  CatalogueSnapshot check(List<ModelEntry> changes) {
    return new CatalogueSnapshot(cached.version(), settings.knownProviders(), shipped, changes);
  }

  /** The changes stored in the database, read in the caller's transaction if there is one. */
  List<ModelEntry> stored() {
    return CatalogueModel.<CatalogueModel>listAll(Sort.by("provider", "id")).stream()
        .map(model -> reader.parseEntry(model.entry))
        .toList();
  }

  /**
   * Loads a snapshot. A new release may ship entries that conflict with stored changes; then all
   * changes are ignored.
   */
  private CatalogueSnapshot load(long version) {
    try {
      var snapshot =
          new CatalogueSnapshot(
              version, settings.knownProviders(), shipped, database.inTransaction(this::stored));
      fault = Optional.empty();
      return snapshot;
    } catch (IllegalArgumentException conflict) {
      fault =
          Optional.of(
              "The model changes made at run time are ignored, because the resulting catalogue is not valid: "
                  + conflict.getMessage());
      Log.error(fault.get());
      return new CatalogueSnapshot(version, settings.knownProviders(), shipped, List.of());
    }
  }
}
