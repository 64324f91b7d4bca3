package dev.ziggurat.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong under {@code /api/admin}, existing front ends understand it. */
@QuarkusTest
class AdminProblemFilterTest {

  private static final String PLACE = "/api/admin/ai-models";

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin");
  }

  private static void isTold(ValidatableResponse answer, int status) {
    answer
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("success", equalTo(false))
        .body("error", not(equalTo(null)));
  }

  @Test
  void noToken() {
    isTold(given().get(PLACE).then(), 401);
  }

  @Test
  void wrongToken() {
    isTold(given().header("Authorization", "Bearer guess").get(PLACE).then(), 401);
  }

  @Test
  void tokenForOtherDoors() {
    isTold(given().header("Authorization", "Bearer dev-cron").get(PLACE).then(), 403);
    isTold(
        given()
            .header("Authorization", "Bearer dev-viewer")
            .contentType("application/json")
            .body("{}")
            .put(PLACE)
            .then(),
        403);
  }

  @Test
  void noSuchPlace() {
    isTold(admin().get("/api/admin/nowhere").then(), 404);
  }

  @Test
  void noSuchMethod() {
    isTold(admin().delete(PLACE).then(), 405);
  }

  @Test
  void noSuchMediaType() {
    isTold(admin().contentType("text/csv").body("a,b").put(PLACE).then(), 415);
  }

  @Test
  void malformedJson() {
    isTold(admin().contentType("application/json").body("{\"wandbModel\":").put(PLACE).then(), 400);
  }

  @Test
  void nothingAtAll() {
    isTold(admin().contentType("application/json").put(PLACE).then(), 400);
  }

  @Test
  void elsewhereProblemsAreAsTheyWere() {
    given().get("/api/games").then().statusCode(401).body("success", equalTo(null));
  }
}
