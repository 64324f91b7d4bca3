package dev.ziggurat.shipped;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.PostgresResource;
import dev.ziggurat.shipped.MigrationIT.EmptyDatabase;
import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A package that meets an empty database brings it up to date, with every migration there is. */
@QuarkusIntegrationTest
@TestProfile(EmptyDatabase.class)
@WithTestResource(ShippedSettings.class)
@WithTestResource(SimulatorResource.class)
class MigrationIT {

  private static final String DATABASE = "shipped_migration";
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

  /** A database that the test can look into. */
  public static class EmptyDatabase implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      // Above the address that every test is given: what is said of a profile wins.
      return Map.of("%prod.quarkus.datasource.jdbc.url", PostgresResource.database(DATABASE));
    }
  }

  @Test
  void everyMigrationWasMade() throws IOException, SQLException {
    given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));

    var made = new ArrayList<String>();
    try (var connection =
            DriverManager.getConnection(
                PostgresResource.database(DATABASE), "postgres", "postgres");
        var rows =
            connection
                .createStatement()
                .executeQuery("select script from flyway_schema_history where success")) {
      while (rows.next()) {
        made.add(Path.of(rows.getString(1)).getFileName().toString());
      }
    }
    try (var files = Files.list(MIGRATIONS)) {
      var written = files.map(file -> file.getFileName().toString()).toList();
      assertThat(made).isNotEmpty().containsExactlyInAnyOrderElementsOf(written);
    }
  }

  @Test
  void andPlaysOnIt() {
    Outside.tick(Outside.game(1), "first")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"));
  }
}
