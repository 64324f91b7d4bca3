package dev.ziggurat.function;

import dev.ziggurat.PostgresResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A database as the operator leaves it to the function: migrated, and behind a tripwire. */
public class MigratedDatabase implements QuarkusTestResourceLifecycleManager {

  /** The name of the tripwire. */
  public static final String TRIPWIRE = "database";

  private static final String USER = "postgres";

  private Tripwire tripwire;

  @Override
  public Map<String, String> start() {
    var url = PostgresResource.database("f" + UUID.randomUUID().toString().replace("-", ""));
    Flyway.configure().dataSource(url, USER, USER).load().migrate();
    var address = URI.create(url.substring("jdbc:".length()));
    tripwire = new Tripwire(TRIPWIRE, address.getPort());
    return Map.of(
        "quarkus.datasource.jdbc.url",
        "jdbc:postgresql://127.0.0.1:" + tripwire.port() + address.getPath());
  }

  /** After the empty database that every test gets. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {
    tripwire.close();
  }
}
