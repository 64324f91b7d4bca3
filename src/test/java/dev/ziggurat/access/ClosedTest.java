package dev.ziggurat.access;

import static dev.ziggurat.access.ConfiguredTokensTest.expectProblem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import dev.ziggurat.Unconfigured;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As in production where the operator configured no secret. */
@QuarkusTest
@TestProfile(Unconfigured.class)
class ClosedTest {

  @ParameterizedTest
  @CsvSource({
    "viewer,''",
    "admin,''",
    "cron,''",
    "viewer,dev-viewer",
    "admin,dev-admin",
    "cron,' '"
  })
  void everythingIsClosed(String door, String token) {
    expectProblem(
        given().header("Authorization", "Bearer " + token).get("/test/doors/" + door).then(), 401);
    expectProblem(given().get("/test/doors/" + door).then(), 401);
  }

  @Test
  void theCronEndpointNamesWhatToSet() {
    expectProblem(given().post("/api/cron/tick").then(), 503)
        .body("detail", containsString("CRON_SECRET"));
  }
}
