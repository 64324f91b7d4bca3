package dev.ziggurat;

import dev.ziggurat.db.EmbeddedDatabase;
import dev.ziggurat.db.EmbeddedDatabaseException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;

/** Selects the database of this start. */
sealed interface DatabaseAtStart {

  /** A configured address, or no database (profile simulator): nothing to prepare. */
  record Given() implements DatabaseAtStart {
    @Override
    public void prepare() {
      // Quarkus connects on demand.
    }
  }

  /** The embedded database in this folder. */
  record Embedded(Path folder) implements DatabaseAtStart {
    @Override
    public void prepare() {
      var address =
          EmbeddedDatabase.find()
              .orElseThrow(
                  () ->
                      new EmbeddedDatabaseException(
                          "This package contains no database (only the JVM package does): "
                              + "set QUARKUS_DATASOURCE_JDBC_URL instead of ZIGGURAT_EMBEDDED_DATABASE."))
              .open(folder);
      // Read by application.properties. System properties survive live reloads, so a reload can
      // tell them from the operator's settings.
      System.setProperty(URL_OF_EMBEDDED, address.jdbcUrl());
      System.setProperty("ziggurat.embedded.username", address.username());
      System.setProperty("ziggurat.embedded.password", address.password());
    }
  }

  /** No database is configured. */
  record Unknown() implements DatabaseAtStart {
    @Override
    public void prepare() {
      throw new EmbeddedDatabaseException(
          "Ziggurat needs a PostgreSQL database. Set QUARKUS_DATASOURCE_JDBC_URL (with QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD)"
              + (EmbeddedDatabase.find().isPresent()
                  ? ", or let Ziggurat keep one in a folder: ZIGGURAT_EMBEDDED_DATABASE=<folder>."
                  : "."));
    }
  }

  String URL_OF_EMBEDDED = "ziggurat.embedded.jdbc-url";

  /**
   * Prepares the database for connections.
   *
   * @throws EmbeddedDatabaseException with a message for the operator
   */
  void prepare();

  /** Reads the choice from the configuration; an address takes precedence over a folder. */
  static DatabaseAtStart of(Config config) {
    var ours = config.getOptionalValue(URL_OF_EMBEDDED, String.class);
    var given =
        config
            .getOptionalValue("quarkus.datasource.jdbc.url", String.class)
            .filter(Predicate.not(url -> ours.filter(url::equals).isPresent()));
    var active = config.getOptionalValue("quarkus.datasource.active", Boolean.class).orElse(true);
    if (given.isPresent() || !active) {
      return new Given();
    }
    return config
        .getOptionalValue("ziggurat.embedded.folder", Path.class)
        // A native executable has not read application.properties yet, which maps one to the other.
        .or(() -> config.getOptionalValue("ZIGGURAT_EMBEDDED_DATABASE", Path.class))
        .<DatabaseAtStart>map(Embedded::new)
        .orElseGet(Unknown::new);
  }
}
