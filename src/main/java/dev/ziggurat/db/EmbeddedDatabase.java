package dev.ziggurat.db;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A bundled PostgreSQL server with its data in a folder. Only in the JVM package; found by
 * ServiceLoader.
 */
public interface EmbeddedDatabase {

  /** JDBC URL and credentials of the server. {@link #toString} omits the password. */
  record Address(String jdbcUrl, String username, String password) {
    @Override
    public String toString() {
      return jdbcUrl;
    }
  }

  /**
   * Connects to the server of this folder: the running one, even if another process started it, or
   * a new one. Creates the folder if missing.
   *
   * @throws EmbeddedDatabaseException with a message for the operator if no server can be started
   *     or reached
   */
  Address open(Path folder);

  /**
   * Releases the server and stops it unless another process uses it. Waits a bounded time and never
   * fails; the next {@link #open} finds a server left running.
   */
  void leave(Path folder);

  /** The bundled one, or empty. */
  static Optional<EmbeddedDatabase> find() {
    return ServiceLoader.load(EmbeddedDatabase.class, EmbeddedDatabase.class.getClassLoader())
        .findFirst();
  }
}
