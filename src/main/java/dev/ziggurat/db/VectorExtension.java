package dev.ziggurat.db;

import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * PostgreSQL's extension {@code vector}, which compares vectors. It is optional, and may come and
 * go while the process runs.
 *
 * @see <a href="https://github.com/pgvector/pgvector">pgvector</a>
 */
@Singleton
public class VectorExtension {

  private final Database database;

  VectorExtension(Database database) {
    this.database = database;
  }

  /**
   * Where the extension stands.
   *
   * @param available whether it could be created
   * @param schema that it was created in; empty if it was not
   * @param usable whether its types are found by their names
   */
  record State(boolean available, Optional<String> schema, boolean usable) {

    /** Why it cannot be used, and the way out. */
    String missing() {
      if (schema.isPresent()) {
        return "the extension is in the schema %s: add that to the search_path of the role or of the database"
            .formatted(schema.get());
      }
      return available
          ? "run 'create extension vector' in this database as a role that may, a superuser unless the provider of the database allows it to others, then set it again"
          : "install pgvector on the database server (github.com/pgvector/pgvector), or use a database that has it, then set it again";
    }
  }

  /** Whether vectors can be compared now; quick, unlike what the server has available. */
  public boolean isUsable() {
    return database
        .first(
            "select to_regtype('vector') is not null", parameters -> {}, row -> row.getBoolean(1))
        .orElse(false);
  }

  /**
   * Creates the extension unless it is there.
   *
   * @return why vectors cannot be compared nevertheless, and the way out
   */
  public Optional<String> require() {
    var found = state();
    if (found.available() && found.schema().isEmpty()) {
      create();
      found = state();
    }
    return found.usable() ? Optional.empty() : Optional.of(found.missing());
  }

  private void create() {
    try {
      database.inTransaction(
          () -> database.update("create extension if not exists vector", parameters -> {}));
    } catch (DatabaseException refused) {
      Log.infof("The extension vector could not be created: %s", refused.getMessage());
    }
  }

  private State state() {
    return database
        .first(
            """
            select exists (select from pg_available_extensions where name = 'vector') as available,
              (select extnamespace::regnamespace::text from pg_extension where extname = 'vector') as schema,
              to_regtype('vector') is not null as usable
            """,
            parameters -> {},
            VectorExtension::state)
        .orElseThrow();
  }

  private static State state(ResultSet row) throws SQLException {
    return new State(
        row.getBoolean("available"),
        Optional.ofNullable(row.getString("schema")),
        row.getBoolean("usable"));
  }
}
