package dev.ziggurat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/**
 * Gives each start of Quarkus in a test an empty database of its own, on one server that lives as
 * long as the test JVM ({@link PgvectorServer} where there is one). Found by ServiceLoader: a test
 * needs no annotation.
 *
 * <p>A test that restarts Quarkus on the data it left behind names its database: it returns {@code
 * Map.of("quarkus.datasource.jdbc.url", PostgresResource.database("name"))} from its {@code
 * QuarkusTestProfile.getConfigOverrides}.
 */
public class PostgresResource implements QuarkusTestResourceLifecycleManager {

  /** Class loaders come and go between test profiles; the JVM's properties stay. */
  private static final String PORT = "ziggurat.test.postgres.port";

  private static final String USER = "postgres";

  @Override
  public Map<String, String> start() {
    return Map.of(
        "quarkus.datasource.jdbc.url",
            database("z" + UUID.randomUUID().toString().replace("-", "")),
        "quarkus.datasource.username", USER,
        "quarkus.datasource.password", USER);
  }

  @Override
  public void stop() {
    // The server goes with the JVM, and the databases with the server.
  }

  /** The JDBC address of the database of this name (lower case), created empty when it is new. */
  public static String database(String name) {
    var port = port();
    try (var connection = DriverManager.getConnection(url(port, "postgres"), USER, USER);
        var find = connection.prepareStatement("select 1 from pg_database where datname = ?");
        var create = connection.createStatement()) {
      find.setString(1, name);
      if (!find.executeQuery().next()) {
        create.execute("create database " + create.enquoteIdentifier(name, true));
      }
      return url(port, name);
    } catch (SQLException e) {
      throw new IllegalStateException("no test database " + name, e);
    }
  }

  private static String url(int port, String name) {
    return "jdbc:postgresql://localhost:" + port + "/" + name;
  }

  private static int port() {
    synchronized (System.getProperties()) {
      var known = Integer.getInteger(PORT);
      if (known != null) {
        return known;
      }
      try {
        var installation = PgvectorServer.installation();
        // Zonky's own settings are right here: fast, and gone with the JVM.
        var port =
            installation.isPresent()
                ? PgvectorServer.start(installation.get(), USER)
                : EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .start()
                    .getPort();
        System.setProperty(PORT, Integer.toString(port));
        return port;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
