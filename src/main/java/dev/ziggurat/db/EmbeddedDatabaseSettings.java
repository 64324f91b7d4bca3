package dev.ziggurat.db;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The server that Ziggurat brings along. */
@ConfigMapping(prefix = "ziggurat.embedded")
public interface EmbeddedDatabaseSettings {

  /**
   * Where its data lives ({@code ZIGGURAT_EMBEDDED_DATABASE}). Dev and demo: {@code
   * .ziggurat/postgres} in the working directory. Prod: none, so no server.
   */
  Optional<Path> folder();

  /** Its address. Set by Ziggurat itself at start, not by you. */
  Optional<String> jdbcUrl();

  /** Its user. Set by Ziggurat itself at start, not by you. */
  Optional<String> username();

  /** Its password, drawn at random once per folder. Set by Ziggurat itself at start, not by you. */
  Optional<String> password();
}
