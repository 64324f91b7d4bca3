package dev.ziggurat.access;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ConfiguredTokensTest {

  @ParameterizedTest
  @CsvSource({
    "dev-viewer, viewer, 200",
    "dev-viewer, admin, 403",
    "dev-viewer, cron, 403",
    "dev-admin, viewer, 200",
    "dev-admin, admin, 200",
    "dev-admin, cron, 403",
    "dev-cron, viewer, 403",
    "dev-cron, admin, 403",
    "dev-cron, cron, 200",
    "dev-Viewer, viewer, 401",
    "dev-admin2, admin, 401",
    "'', viewer, 401",
  })
  void aTokenOpensItsOwnDoors(String token, String door, int status) {
    var response =
        given().header("Authorization", "Bearer " + token).get("/test/doors/" + door).then();

    response.statusCode(status);
    if (status != 200) {
      expectProblem(response, status).body(not(containsString("dev-")));
    }
  }

  @ParameterizedTest
  @CsvSource({"viewer", "admin", "cron"})
  void withoutATokenTheWayInIsNamed(String door) {
    expectProblem(given().get("/test/doors/" + door).then(), 401)
        .header("WWW-Authenticate", "Bearer");
  }

  @Test
  void outsideTheApiARefusalIsAProblemToo() {
    expectProblem(given().get("/q/metrics").then(), 401).header("WWW-Authenticate", "Bearer");
    expectProblem(given().header("Authorization", "Bearer no").get("/q/metrics").then(), 401)
        .header("WWW-Authenticate", "Bearer");
    given().header("Authorization", "Bearer dev-cron").get("/q/metrics").then().statusCode(403);
  }

  @Test
  void aWrongTokenIsToldTheWayIn() {
    expectProblem(
            given().header("Authorization", "Bearer no").get("/test/doors/viewer").then(), 401)
        .header("WWW-Authenticate", "Bearer");
  }

  @Test
  void anotherSchemeIsNoToken() {
    expectProblem(
        given().header("Authorization", "Basic ZGV2LWFkbWlu").get("/test/doors/viewer").then(),
        401);
  }

  @Test
  void theSchemeMayBeWrittenInAnyCase() {
    given()
        .header("Authorization", "bearer dev-viewer")
        .get("/test/doors/viewer")
        .then()
        .statusCode(200);
  }

  @Test
  void whatNeedsNoRoleNeedsNoToken() {
    given().get("/test/doors/open").then().statusCode(200);
  }

  static ValidatableResponse expectProblem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status));
  }
}
