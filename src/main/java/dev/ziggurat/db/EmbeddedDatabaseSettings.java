package dev.ziggurat.db;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The PostgreSQL server that Ziggurat brings along (JVM package only). {@code
 * QUARKUS_DATASOURCE_JDBC_URL} wins over it.
 */
@ConfigMapping(prefix = "ziggurat.embedded")
public interface EmbeddedDatabaseSettings {

  /**
   * The folder in which Ziggurat keeps its own database. None: no embedded server. Example: {@code
   * /var/lib/ziggurat}.
   */
  Optional<Path> folder();

  /** Its address. Set by Ziggurat at start; do not set it. */
  Optional<String> jdbcUrl();

  /** Its user. Set by Ziggurat at start; do not set it. */
  Optional<String> username();

  /** Its password, drawn at random once per folder. Set by Ziggurat at start; do not set it. */
  Optional<String> password();
}
