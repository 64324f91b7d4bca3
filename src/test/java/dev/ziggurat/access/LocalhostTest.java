package dev.ziggurat.access;

import static dev.ziggurat.access.ConfiguredTokensTest.expectProblem;
import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As in dev and demo. */
@QuarkusTest
@TestProfile(LocalhostTest.Open.class)
class LocalhostTest {

  public static class Open implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("ziggurat.access.open-on-localhost", "true");
    }
  }

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
