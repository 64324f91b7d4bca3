package dev.ziggurat.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.access.Guarded;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** Somebody guesses tokens, behind a proxy that tells where callers come from. */
@QuarkusTest
@TestProfile(Guarded.class)
class GuessingTest {

  private static final List<String> SECRETS =
      List.of(Guarded.ADMIN, Guarded.VIEWER, Guarded.CRON, "almost-" + Guarded.ADMIN);

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
    var waiting = signIn("192.0.2.1", Guarded.ADMIN);
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
        .formParam("token", Guarded.ADMIN)
        .formParam("to", "/console/")
        .post("/api/session")
        .then()
        .statusCode(303)
        .header("Location", containsString("/console/sign-in?failed=throttled&"));
    assertThat(signIn("192.0.2.2", Guarded.ADMIN).statusCode()).isEqualTo(204);
  }

  @Test
  void afterTenWrongBearerTokensAnAddressWaitsWhateverItSends() {
    for (var path : List.of("/api/games", "/api/cron/tick", "/v1/models")) {
      var address =
          "192.0.2." + (100 + List.of("/api/games", "/api/cron/tick", "/v1/models").indexOf(path));
      for (int i = 0; i < 10; i++) {
        assertThat(bearing(address, "guess" + i, path).statusCode()).isEqualTo(401);
      }
      for (var token : List.of("another", Guarded.ADMIN, Guarded.CRON)) {
        var waiting = bearing(address, token, path);
        assertThat(waiting.statusCode()).as(path).isEqualTo(429);
        assertThat(waiting.asString()).contains("try again in").doesNotContain(token);
        assertThat(Integer.parseInt(waiting.header("Retry-After"))).isBetween(1, 60);
      }
      assertThat(bearing("192.0.2.99", Guarded.ADMIN, "/api/games").statusCode()).isEqualTo(200);
      assertThat(bearing(address, Guarded.VIEWER, "/q/metrics").statusCode()).isIn(401, 429);
    }
  }

  /** A proxy that hides its callers must not let one of them shut the others out. */
  @Test
  void whoseTokenWasValidFromAnAddressIsNotShutOutByGuessesFromThere() {
    assertThat(bearing("192.0.2.50", Guarded.VIEWER, "/api/games").statusCode()).isEqualTo(200);
    for (int i = 0; i < 20; i++) {
      bearing("192.0.2.50", "guess" + i, "/api/games");
    }
    assertThat(bearing("192.0.2.50", Guarded.VIEWER, "/api/games").statusCode()).isEqualTo(200);
    assertThat(bearing("192.0.2.50", Guarded.ADMIN, "/api/games").statusCode()).isEqualTo(429);
    assertThat(signIn("192.0.2.50", Guarded.ADMIN).statusCode()).isEqualTo(204);
  }

  /** Whoever holds a valid key is served, though others guess keys from the same address. */
  @Test
  void afterTenUnknownGatewayKeysAnAddressWaitsUnlessItsKeyIsValid() {
    var valid =
        given()
            .auth()
            .oauth2(Guarded.ADMIN)
            .contentType("application/json")
            .body("{\"name\": \"Honest\"}")
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    var secret = valid.getString("secret");
    for (int i = 0; i < 10; i++) {
      // Shaped like a key, or only nearly.
      var guess = secret.substring(0, 40) + (i % 2 == 0 ? "guess" : "guess+") + i;
      assertThat(bearing("192.0.2.70", guess, "/v1/models").statusCode()).isEqualTo(401);
    }
    for (int i = 0; i < 3; i++) {
      var guess = secret.substring(0, 40) + "other" + i;
      for (var waiting :
          List.of(
              bearing("192.0.2.70", guess, "/v1/models"),
              given()
                  .header("X-Forwarded-For", "192.0.2.70")
                  .header("Authorization", "Bearer " + guess)
                  .contentType("application/json")
                  .body("{}")
                  .post("/v1/chat/completions"))) {
        assertThat(waiting.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(waiting.header("Retry-After"))).isBetween(1, 60);
        assertThat(waiting.header("x-should-retry")).isEqualTo("false");
        waiting
            .then()
            .body("error.code", equalTo("rate_limit_exceeded"))
            .body("error.message", containsString("try again in"));
        assertThat(waiting.asString()).doesNotContain(guess);
      }
      assertThat(bearing("192.0.2.70", secret, "/v1/models").statusCode()).isEqualTo(200);
    }
    assertThat(bearing("192.0.2.71", secret + "x", "/v1/models").statusCode()).isEqualTo(401);
    assertThat(bearing("192.0.2.70", Guarded.VIEWER, "/api/games").statusCode()).isEqualTo(200);
    given()
        .auth()
        .oauth2(Guarded.ADMIN)
        .delete("/api/admin/keys/" + valid.getString("key.id"))
        .then()
        .statusCode(200);
  }

  private static Response bearing(String address, String token, String path) {
    return given()
        .header("X-Forwarded-For", address)
        .header("Authorization", "Bearer " + token)
        .get(path);
  }

  @Test
  void theAuditTellsWhoCameInAndWhoTried() {
    signIn("192.0.2.3", "almost-" + Guarded.ADMIN);
    signIn("192.0.2.3", Guarded.ADMIN);

    given()
        .auth()
        .oauth2(Guarded.VIEWER)
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
          given().auth().oauth2(Guarded.VIEWER).get("/api/admin/audit?limit=100").asString());
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
