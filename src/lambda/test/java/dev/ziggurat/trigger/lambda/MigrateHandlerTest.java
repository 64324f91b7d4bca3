package dev.ziggurat.trigger.lambda;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.function.RuntimeApi;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The function that brings the schema up to date, on an empty database. */
@QuarkusTest
@TestProfile(MigrateHandlerTest.Chosen.class)
class MigrateHandlerTest {

  /** As {@code QUARKUS_LAMBDA_HANDLER=migrate} chooses it from the package. */
  public static class Chosen implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.lambda.handler", "migrate");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(RuntimeApi.class));
    }
  }

  @Inject Arena arena;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @BeforeEach
  void begin() {
    arena.change("drop schema public cascade");
    arena.change("create schema public");
  }

  @Test
  void answersWhatItApplied() {
    invoke("{}")
        .statusCode(200)
        .body("from", nullValue())
        .body("applied", hasItems("V1__engine", "V2__babylon"))
        .body("to", equalTo(newest()))
        .body("durationMillis", greaterThanOrEqualTo(1));
    invoke("{}")
        .statusCode(200)
        .body("from", equalTo(newest()))
        .body("to", equalTo(newest()))
        .body("applied", empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "\"now\"",
        "{\"detail-type\": \"Scheduled Event\", \"time\": \"2026-11-20T10:15:00Z\"}"
      })
  void migratesWhateverTheEventSays(String event) {
    invoke(event).statusCode(200).body("from", nullValue()).body("to", equalTo(newest()));
  }

  @Test
  void refusesWhatIsNoJsonAndGoesOn() {
    invoke("{\"to\": ").statusCode(500);
    invoke("{}").statusCode(200).body("to", equalTo(newest()));
  }

  @Test
  void migratesWithTwoSecondsLeft() {
    invoke("{}");
    invokeWithin("2000", "{}").statusCode(200).body("applied", empty());
  }

  /** Other instances are other processes; here each is a Flyway with connections of its own. */
  @Test
  void sharesTheWorkWithOtherInstances() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var others = Stream.generate(() -> threads.submit(() -> other().migrate())).limit(3).toList();
      var ours = invoke("{}").statusCode(200).body("to", equalTo(newest())).extract();
      var applied = new HashSet<>(ours.<List<String>>path("applied"));
      var count = applied.size();
      for (var other : others) {
        count += other.get().migrationsExecuted;
      }
      assertThat(count)
          .isEqualTo(
              arena.number(
                  "select count(*) from flyway_schema_history where version is not null and success"));
    }
    assertThat(arena.rows("select version from flyway_schema_history where version is not null"))
        .doesNotHaveDuplicates()
        .contains(newest());
  }

  @Test
  void refusesANewerSchemaSayingWhatToDo() {
    invoke("{}");
    arena.change(
        """
        insert into flyway_schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
        values (1000, '999', 'later', 'SQL', 'V999__later.sql', 'postgres', 1, true)
        """);
    invoke("{}")
        .statusCode(500)
        .body("errorType", endsWith("MigrationFailed"))
        .body("errorMessage", containsString("at version 999, which this package does not know"));
  }

  private String newest() {
    var versions = other().info().all();
    return versions[versions.length - 1].getVersion().toString();
  }

  private Flyway other() {
    return Flyway.configure().dataSource(url, "postgres", "postgres").load();
  }

  private static ValidatableResponse invoke(String event) {
    return invokeWithin("30000", event);
  }

  private static ValidatableResponse invokeWithin(String remainingMillis, String event) {
    return given()
        .port(RuntimeApi.eventServerPort())
        .contentType(ContentType.JSON)
        .header(RuntimeApi.REQUEST_ID, UUID.randomUUID() + "." + remainingMillis)
        .body(event)
        .post("/")
        .then();
  }
}
