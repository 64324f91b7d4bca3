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
 * Keeps the newest edition at hand. Every change of the catalogue raises the version of the
 * settings, so an edition is read anew when that version is no longer its own, on use.
 */
@Startup
@Singleton
class CatalogueSnapshots {

  private static final String RESOURCE = "catalogue.json";

  private final Settings settings;
  private final Database database;
  private final CatalogueReader reader;
  private final CatalogueFile shipped;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile CatalogueSnapshot known;
  private volatile Optional<String> fault = Optional.empty();

  CatalogueSnapshots(Settings settings, Database database, ObjectMapper json) {
    this.settings = settings;
    this.database = database;
    this.reader = new CatalogueReader(json);
    this.shipped = reader.parse(shippedText());
    this.known = new CatalogueSnapshot(0, settings.knownProviders(), shipped, List.of());
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

  /** What came with Ziggurat. */
  CatalogueFile shipped() {
    return shipped;
  }

  /** The edition this process has at hand, without asking the database. */
  CatalogueSnapshot known() {
    return known;
  }

  /**
   * The newest edition, as far as the settings' version was looked at within its few seconds; while
   * the database is away, the one at hand.
   */
  CatalogueSnapshot newest() {
    settings.current();
    var version = settings.newestVersion();
    if (known.version() >= version) {
      return known;
    }
    reading.lock();
    try {
      if (known.version() < version) {
        known = read(version);
      }
    } catch (DatabaseException | PersistenceException away) {
      Log.warnf("The catalogue could not be read, the known one stays: %s", away.getMessage());
    } finally {
      reading.unlock();
    }
    return known;
  }

  /** Why the admins' changes are left out of the newest edition, if they are. */
  Optional<String> fault() {
    return fault;
  }

  /**
   * Checks what the changes together make of the catalogue.
   *
   * @throws IllegalArgumentException naming the entry and field at fault
   */
  CatalogueSnapshot check(List<ModelEntry> changes) {
    return new CatalogueSnapshot(known.version(), settings.knownProviders(), shipped, changes);
  }

  /** The changes as they stand in the database, in the caller's transaction if there is one. */
  List<ModelEntry> stored() {
    return CatalogueModel.<CatalogueModel>listAll(Sort.by("provider", "id")).stream()
        .map(model -> reader.parseEntry(model.entry))
        .toList();
  }

  /** A new release may ship what contradicts an old change: then it is better to go without. */
  private CatalogueSnapshot read(long version) {
    try {
      var edition =
          new CatalogueSnapshot(
              version, settings.knownProviders(), shipped, database.inTransaction(this::stored));
      fault = Optional.empty();
      return edition;
    } catch (IllegalArgumentException contradiction) {
      fault =
          Optional.of(
              "The models changed at run time are left out, because together they are no sound catalogue: "
                  + contradiction.getMessage());
      Log.error(fault.get());
      return new CatalogueSnapshot(version, settings.knownProviders(), shipped, List.of());
    }
  }
}
