package dev.ziggurat.db;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * A PostgreSQL server that Ziggurat brings along and keeps in a folder. Only the JVM package has
 * one; it is found by ServiceLoader.
 */
public interface EmbeddedDatabase {

  /** Where the server listens and who may come in. The password never shows in a log. */
  record Address(String jdbcUrl, String username, String password) {
    @Override
    public String toString() {
      return jdbcUrl;
    }
  }

  /**
   * The server of this folder: the one that runs already, whoever started it, or a new one. The
   * folder is created when missing.
   *
   * @throws EmbeddedDatabaseException with a message for the operator when there is none to be had
   */
  Address open(Path folder);

  /**
   * This process is done with the server. It is stopped unless another process has it open. Waits a
   * bounded time, and never fails: a server left running is found by the next {@link #open}.
   */
  void leave(Path folder);

  /** The one that this package brings, or empty. */
  static Optional<EmbeddedDatabase> find() {
    return ServiceLoader.load(EmbeddedDatabase.class, EmbeddedDatabase.class.getClassLoader())
        .findFirst();
  }
}
