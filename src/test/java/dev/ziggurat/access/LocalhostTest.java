package dev.ziggurat.access;

import static dev.ziggurat.access.ConfiguredTokensTest.expectProblem;
import static io.restassured.RestAssured.given;

import dev.ziggurat.provider.KeyedProviders;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As in dev and demo. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class LocalhostTest {

  @Test
  void whoeverSitsHereMayRead() {
    given().get("/test/doors/viewer").then().statusCode(200);
  }

  @Test
  void butNotWriteNorAdministrateNorTick() {
    expectProblem(given().post("/test/doors/viewer").then(), 401);
    expectProblem(given().get("/test/doors/admin").then(), 403);
    expectProblem(given().get("/test/doors/cron").then(), 403);
  }

  @Test
  void aWrongTokenIsNoAccident() {
    expectProblem(
        given().header("Authorization", "Bearer no").get("/test/doors/viewer").then(), 401);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For, 127.0.0.1",
    "Forwarded, for=127.0.0.1",
    "X-Real-IP, 127.0.0.1",
    "X-Forwarded-Proto, https",
    "X-Forwarded-Port, 443",
    "Host, rebound.example.com",
    "Host, localhost.example.com:8080",
  })
  void whoMightBeElsewhereMayNot(String header, String value) {
    expectProblem(given().header(header, value).get("/test/doors/viewer").then(), 401);
  }
}
