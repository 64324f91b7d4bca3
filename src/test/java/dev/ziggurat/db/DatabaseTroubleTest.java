package dev.ziggurat.db;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The database is away, read-only or full: everybody is told so, and triggers go elsewhere. */
@QuarkusTest
class DatabaseTroubleTest {

  @Inject Arena arena;
  @Inject AgroalDataSource pool;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  /** Seen from another database: this one may refuse it. */
  private void administer(String... statements) {
    var name = url.substring(url.lastIndexOf('/') + 1);
    try (var connection =
            DriverManager.getConnection(
                url.replace("/" + name, "/postgres"), "postgres", "postgres");
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql.formatted(name));
      }
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
              .formatted(name));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    pool.flush(FlushMode.ALL);
  }

  @AfterEach
  void recover() {
    administer(
        "alter database %s with allow_connections true",
        "alter database %s reset default_transaction_read_only");
    ready();
    arena.calm();
  }

  /** All at once: the pool waits for a second before it gives up a connection. */
  @Test
  void awayIsToldToEverybody() throws Exception {
    administer("alter database %s with allow_connections false");
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var told =
          Stream.<Runnable>of(
                  DatabaseTroubleTest::viewersAreTold,
                  DatabaseTroubleTest::adminsAreTold,
                  DatabaseTroubleTest::readersOfPagesAreTold,
                  DatabaseTroubleTest::triggersAreTold,
                  DatabaseTroubleTest::whoSignsInIsTold,
                  DatabaseTroubleTest::whoSignsInOnThePageIsTold)
              .map(callers::submit)
              .toList();
      for (var each : told) {
        each.get();
      }
    }
    // Alone, because its own time limit is short.
    notReady("the database accepts no connections");
  }

  private static void viewersAreTold() {
    given()
        .auth()
        .oauth2("dev-viewer")
        .get("/api/games")
        .then()
        .statusCode(503)
        .contentType("application/problem+json")
        .header("Retry-After", equalTo("5"))
        .body("detail", containsString("the database"));
  }

  private static void adminsAreTold() {
    given()
        .auth()
        .oauth2("dev-admin")
        .get("/api/admin/audit")
        .then()
        .statusCode(503)
        .body("error", containsString("accepts no connections"));
  }

  private static void readersOfPagesAreTold() {
    given()
        .auth()
        .oauth2("dev-viewer")
        .get("/console/games")
        .then()
        .statusCode(503)
        .contentType(startsWith("text/html"))
        .body(containsString("the database accepts no connections"));
  }

  private static void triggersAreTold() {
    given()
        .auth()
        .oauth2("dev-cron")
        .post("/api/cron/tick")
        .then()
        .statusCode(503)
        .body("detail", containsString("the database accepts no connections"));
  }

  private static void whoSignsInIsTold() {
    given()
        .formParam("token", "dev-admin")
        .post("/api/session")
        .then()
        .statusCode(503)
        .body("detail", containsString("the database accepts no connections"));
  }

  private static void whoSignsInOnThePageIsTold() {
    given()
        .redirects()
        .follow(false)
        .formParam("token", "dev-admin")
        .formParam("to", "/console/")
        .post("/api/session")
        .then()
        .statusCode(303)
        .header("Location", startsWith("/console/sign-in?failed=database&"));
  }

  @Test
  void awayEndsNoSessionButAnswersNone() {
    var cookie =
        given().formParam("token", "dev-admin").post("/api/session").cookie("ziggurat-session");
    administer("alter database %s with allow_connections false");
    given()
        .cookie("ziggurat-session", cookie)
        .get("/api/session")
        .then()
        .statusCode(503)
        .body("detail", containsString("the database"));
    recover();
    given().cookie("ziggurat-session", cookie).get("/api/session").then().statusCode(200);
  }

  @Test
  void readOnlyIsNotReadyAndEveryChangeIsToldSo() {
    var game = arena.game(1);
    administer("alter database %s set default_transaction_read_only = on");
    notReady("the database is read-only");
    arena
        .tick(game, "first")
        .statusCode(503)
        .body("ticks[0].outcome", equalTo("failed"))
        .body("ticks[0].reason", containsString("the database is read-only"));
    given()
        .auth()
        .oauth2("dev-admin")
        .contentType("application/json")
        .body("{\"state\": \"paused\"}")
        .header("If-Match", "*")
        .patch("/api/games/" + game)
        .then()
        .statusCode(503)
        .body("detail", containsString("the database is read-only"));
    given().auth().oauth2("dev-viewer").get("/api/games").then().statusCode(200);
  }

  /** It is found out by the first change that is refused, and is ready when there is room again. */
  @Test
  void fullIsNotReadyUntilThereIsRoom() {
    var game = arena.game(1);
    arena.change(
        """
        create function pg_temp_full() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$
        """);
    arena.change("create trigger full_game before update on game execute function pg_temp_full()");
    arena.change(
        "create trigger full_check before insert on write_check execute function pg_temp_full()");
    try {
      given().get("/q/health/ready").then().statusCode(200);
      arena
          .tick(game, "first")
          .statusCode(503)
          .body("ticks[0].reason", containsString("the database's disk is full"));
      notReady("the database's disk is full");
    } finally {
      arena.change("drop function pg_temp_full() cascade");
    }
    ready();
    assertThat(arena.number("select count(*) from write_check")).isZero();
    arena.tick(game, "first").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
  }

  /** Not at once on a busy machine: the pool makes its connections anew. */
  private static void ready() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
  }

  /** On a busy machine the check may give up before the database has answered. */
  private static void notReady(String reason) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                given()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(503)
                    .body("status", equalTo("DOWN"))
                    .body("checks.data.reason", hasItem(containsString(reason))));
  }
}
