package dev.ziggurat.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** Somebody guesses tokens, behind a proxy that tells where callers come from. */
@QuarkusTest
@TestProfile(GuessingTest.BehindProxy.class)
class GuessingTest {

  private static final List<String> SECRETS =
      List.of("king-of-ur-8231", "guest-of-ur-5512", "bell-of-ur-9917", "almost-king-of-ur-8231");

  public static class BehindProxy implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.proxy.proxy-address-forwarding", "true",
          "ziggurat.access.admin-token", "king-of-ur-8231",
          "ziggurat.access.viewer-token", "guest-of-ur-5512",
          "ziggurat.access.cron-secret", "bell-of-ur-9917",
          "quarkus.log.category.\"dev.ziggurat\".level", "DEBUG",
          "quarkus.log.category.\"io.quarkus.security\".level", "DEBUG");
    }
  }

  private static Response signIn(String address, String token) {
    return given()
        .header("X-Forwarded-For", address)
        .formParam("token", token)
        .formParam("name", "Ada")
        .post("/api/session");
  }

  @Test
  void afterTenFailuresAnAddressWaitsWhateverItSends() {
    for (int i = 0; i < 10; i++) {
      assertThat(signIn("192.0.2.1", "guess" + i).statusCode()).isEqualTo(401);
    }
    var waiting = signIn("192.0.2.1", "king-of-ur-8231");
    waiting
        .then()
        .statusCode(429)
        .contentType("application/problem+json")
        .body("detail", containsString("try again in"));
    assertThat(Integer.parseInt(waiting.header("Retry-After"))).isBetween(1, 60);
    given()
        .redirects()
        .follow(false)
        .header("X-Forwarded-For", "192.0.2.1")
        .formParam("token", "king-of-ur-8231")
        .formParam("to", "/console/")
        .post("/api/session")
        .then()
        .statusCode(303)
        .header("Location", containsString("/console/sign-in?failed=throttled&"));
    assertThat(signIn("192.0.2.2", "king-of-ur-8231").statusCode()).isEqualTo(204);
  }

  @Test
  void theAuditTellsWhoCameInAndWhoTried() {
    signIn("192.0.2.3", "almost-king-of-ur-8231");
    signIn("192.0.2.3", "king-of-ur-8231");

    given()
        .auth()
        .oauth2("guest-of-ur-5512")
        .queryParam("action", "session")
        .queryParam("limit", 2)
        .get("/api/admin/audit")
        .then()
        .statusCode(200)
        .body("items[0].action", equalTo("session.open"))
        .body("items[0].who", equalTo("Ada (admin token)"))
        .body("items[0].detail.address", equalTo("192.0.2.3"))
        .body("items[1].action", equalTo("session.refuse"))
        .body("items[1].who", equalTo("nobody"))
        .body("items[1].detail.reason", equalTo("token"));
  }

  @Test
  void noSecretIsLoggedAnsweredOrAudited() {
    var log = new Log();
    var root = LogManager.getLogManager().getLogger("");
    root.addHandler(log);
    var answers = new StringBuilder();
    try {
      for (var secret : SECRETS) {
        var answer = signIn("192.0.2.4", secret);
        answers.append(answer.asString()).append(answer.headers());
        for (var path : List.of("/api/session", "/api/games", "/q/metrics", "/api/nowhere")) {
          var bearing = given().header("Authorization", "Bearer " + secret).get(path);
          answers.append(bearing.asString()).append(bearing.headers());
        }
        var broken = given().header("Authorization", "Bearer " + secret).get("/test/doors/broken");
        answers.append(broken.asString()).append(broken.headers());
      }
      answers.append(
          given().auth().oauth2("guest-of-ur-5512").get("/api/admin/audit?limit=100").asString());
    } finally {
      root.removeHandler(log);
    }

    assertThat(log.text).as("something was logged").contains("the inner secret");
    for (var secret : SECRETS) {
      assertThat(log.text.toString()).doesNotContain(secret);
      assertThat(answers.toString()).doesNotContain(secret);
    }
  }

  /** Everything that is logged, with its traces. */
  private static final class Log extends Handler {
    private final StringBuffer text = new StringBuffer();
    private final ExtFormatter format = new PatternFormatter("%c %s%e%n");

    @Override
    public void publish(LogRecord line) {
      text.append(format.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
