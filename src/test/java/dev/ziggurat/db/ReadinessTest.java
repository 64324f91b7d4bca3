package dev.ziggurat.db;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.ziggurat.Unconfigured;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** An instance that another one migrates for. */
@QuarkusTest
@TestProfile(Unconfigured.class)
class ReadinessTest {

  @Inject Flyway flyway;

  @Test
  void isReadyWhenTheSchemaIsThere() {
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(503)
        .body("checks.find { it.name == 'Database' }.status", equalTo("DOWN"))
        .body(
            "checks.find { it.name == 'Database' }.data.reason",
            containsString("migrations are missing"));
    given().get("/q/health/live").then().statusCode(200);
    given()
        .get("/q/health/started")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'Catalogue' }.data.models", greaterThan(10));

    flyway.migrate();

    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'Not ending' }.status", equalTo("UP"));
  }
}
