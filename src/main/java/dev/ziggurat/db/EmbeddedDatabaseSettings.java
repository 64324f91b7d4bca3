package dev.ziggurat.db;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The bundled PostgreSQL server. */
@ConfigMapping(prefix = "ziggurat.embedded")
public interface EmbeddedDatabaseSettings {

  /**
   * Its data folder ({@code ZIGGURAT_EMBEDDED_DATABASE}). Dev and demo: {@code .ziggurat/postgres}
   * in the working directory. Prod: none, so no server.
   */
  Optional<Path> folder();

  /** Its address. Set by Ziggurat at start; do not set it. */
  Optional<String> jdbcUrl();

  /** Its user. Set by Ziggurat at start; do not set it. */
  Optional<String> username();

  /** Its password, drawn at random once per folder. Set by Ziggurat at start; do not set it. */
  Optional<String> password();
}
