package dev.ziggurat;

import dev.ziggurat.db.EmbeddedDatabase;
import dev.ziggurat.db.EmbeddedDatabaseException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;

/** Which database this start plays on. */
sealed interface DatabaseAtStart {

  /** The operator's own, or none at all (profile simulator): nothing to do. */
  record Given() implements DatabaseAtStart {
    @Override
    public void prepare() {
      // Quarkus connects when it needs to.
    }
  }

  /** The one in this folder. */
  record Embedded(Path folder) implements DatabaseAtStart {
    @Override
    public void prepare() {
      var address =
          EmbeddedDatabase.find()
              .orElseThrow(
                  () ->
                      new EmbeddedDatabaseException(
                          "This package brings no database (only the JVM package does): "
                              + "set QUARKUS_DATASOURCE_JDBC_URL instead of ZIGGURAT_EMBEDDED_DATABASE."))
              .open(folder);
      // Read by application.properties. They stay with the JVM, so that the next live reload knows
      // its own work from the operator's.
      System.setProperty(URL_OF_EMBEDDED, address.jdbcUrl());
      System.setProperty("ziggurat.embedded.username", address.username());
      System.setProperty("ziggurat.embedded.password", address.password());
    }
  }

  /** Nobody said. */
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
   * Makes the database ready to be connected to.
   *
   * @throws EmbeddedDatabaseException with a message for the operator
   */
  void prepare();

  /** What the configuration says: an address wins over a folder. */
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
        // A native executable has no application.properties yet, which maps the one to the other.
        .or(() -> config.getOptionalValue("ZIGGURAT_EMBEDDED_DATABASE", Path.class))
        .<DatabaseAtStart>map(Embedded::new)
        .orElseGet(Unknown::new);
  }
}
