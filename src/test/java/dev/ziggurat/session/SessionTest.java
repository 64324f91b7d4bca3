package dev.ziggurat.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A person signs in to the console, works, and signs out. */
@QuarkusTest
class SessionTest {

  private static final String COOKIE = "ziggurat-session";
  private static final Header CONSOLE = new Header("X-Ziggurat-Console", "1");

  private static String signedIn(String token, String name) {
    return given()
        .formParam("token", token)
        .formParam("name", name)
        .post("/api/session")
        .then()
        .statusCode(204)
        .extract()
        .cookie(COOKIE);
  }

  @Test
  void aProgramIsGivenTheCookieAndNoPage() {
    var answer = given().formParam("token", "dev-admin").post("/api/session");

    assertThat(answer.statusCode()).isEqualTo(204);
    var cookie = answer.detailedCookie(COOKIE);
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo("Strict");
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofHours(12).toSeconds());
    assertThat(cookie.isSecured()).isFalse();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void awayFromThisMachineTheCookieTravelsOnlyOverTls() {
    var cookie =
        given()
            .header("Host", "ziggurat.example.com")
            .formParam("token", "dev-admin")
            .post("/api/session")
            .detailedCookie("__Host-" + COOKIE);

    assertThat(cookie.isSecured()).isTrue();
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.getDomain()).isNull();
    given()
        .header("Host", "ziggurat.example.com")
        .cookie(COOKIE, cookie.getValue())
        .get("/api/session")
        .then()
        .statusCode(401);
  }

  @Test
  void aFormIsSentOnToItsPage() {
    given()
        .redirects()
        .follow(false)
        .formParam("token", "dev-viewer")
        .formParam("to", "/console/ticks?game=babylon")
        .post("/api/session")
        .then()
        .statusCode(303)
        .header("Location", equalTo("/console/ticks?game=babylon"))
        .cookie(COOKIE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/%09/evil\\",
        "console",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/console\r\nSet-Cookie: a=b",
        "",
      })
  void nobodyIsSentElsewhere(String to) {
    problem(given().formParam("token", "dev-admin").formParam("to", to).post("/api/session"), 400)
        .body("detail", containsString("to:"))
        .header("Location", nullValue());
  }

  @Test
  void theSessionTellsWhoItIs() {
    var cookie = signedIn("dev-admin", " Ada ");

    given()
        .cookie(COOKIE, cookie)
        .get("/api/session")
        .then()
        .statusCode(200)
        .body("name", equalTo("Ada (admin token)"))
        .body("roles", contains("admin", "viewer"));
    var until =
        Instant.parse(given().cookie(COOKIE, cookie).get("/api/session").path("until").toString());
    assertThat(until)
        .isBetween(
            Instant.now().plus(Duration.ofHours(11)), Instant.now().plus(Duration.ofHours(12)));
    given()
        .auth()
        .oauth2("dev-cron")
        .get("/api/session")
        .then()
        .body("name", equalTo("cron secret"))
        .body("roles", contains("cron"))
        .body("until", nullValue());
  }

  @Test
  void aChangeByCookieAloneIsRefused() {
    var cookie = signedIn("dev-viewer", "");

    problem(given().cookie(COOKIE, cookie).post("/test/doors/viewer"), 403)
        .body("detail", containsString("X-Ziggurat-Console"));
    problem(given().cookie(COOKIE, cookie).delete("/api/session"), 403);
    given()
        .cookie(COOKIE, cookie)
        .header(CONSOLE)
        .post("/test/doors/viewer")
        .then()
        .statusCode(200);
    given().auth().oauth2("dev-viewer").post("/test/doors/viewer").then().statusCode(200);
  }

  @Test
  void aSessionOpensWhatItsTokenOpens() {
    var viewer = signedIn("dev-viewer", "Bo");

    given().cookie(COOKIE, viewer).get("/test/doors/viewer").then().statusCode(200);
    problem(given().cookie(COOKIE, viewer).get("/test/doors/admin"), 403);
    problem(given().cookie(COOKIE, viewer).get("/test/doors/cron"), 403);
    given().cookie(COOKIE, viewer).get("/q/metrics").then().statusCode(200);
  }

  @Test
  void aTokenInTheHeaderWins() {
    given()
        .cookie(COOKIE, signedIn("dev-admin", "Ada"))
        .auth()
        .oauth2("dev-viewer")
        .get("/api/session")
        .then()
        .body("name", equalTo("viewer token"));
  }

  @Test
  void whatWasTamperedWithIsNobodysAndTakenBack() {
    var sealed = Base64.getUrlDecoder().decode(signedIn("dev-viewer", "Eve"));
    for (int at = 0; at < sealed.length; at++) {
      var tampered = sealed.clone();
      tampered[at] ^= 1;
      expectTakenBack(Base64.getUrlEncoder().withoutPadding().encodeToString(tampered));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "dev-admin", "AAAA", "%00", "\"quoted\"", "!!!!"})
  void whatIsNoSessionIsNobodysAndTakenBack(String value) {
    expectTakenBack(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "äöü", "\\", ";;;", ",=,", "\t"})
  void whatIsNoCookieEvenIsNobodys(String value) {
    problem(given().header("Cookie", COOKIE + "=" + value).get("/test/doors/viewer"), 401);
  }

  @Test
  void noCookieIsTooLongToBeRefused() {
    expectTakenBack("A".repeat(8000));
  }

  private static void expectTakenBack(String value) {
    var answer = given().header("Cookie", COOKIE + "=" + value).get("/test/doors/viewer");
    problem(answer, 401);
    assertThat(answer.detailedCookie(COOKIE).getMaxAge()).isZero();
  }

  @Test
  void signingOutTakesTheCookie() {
    var answer =
        given().cookie(COOKIE, signedIn("dev-admin", "Ada")).header(CONSOLE).delete("/api/session");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.detailedCookie(COOKIE).getMaxAge()).isZero();
  }

  /** A cookie that was copied, or that another browser still has, is worth nothing any more. */
  @Test
  void signingOutEndsTheSessionForEveryCopyOfItsCookie() {
    var cookie = signedIn("dev-admin", "Ada");
    var other = signedIn("dev-admin", "Ada");
    given().cookie(COOKIE, cookie).get("/api/session").then().statusCode(200);
    given().cookie(COOKIE, cookie).header(CONSOLE).delete("/api/session").then().statusCode(204);

    // The last character of Base64 has bits that mean nothing.
    for (var copy : new String[] {cookie, cookie + "=".repeat((4 - cookie.length() % 4) % 4)}) {
      problem(given().cookie(COOKIE, copy).get("/api/session"), 401);
    }
    problem(given().cookie(COOKIE, cookie).header(CONSOLE).delete("/api/session"), 401);
    given().cookie(COOKIE, cookie).get("/q/metrics").then().statusCode(401);
    given()
        .redirects()
        .follow(false)
        .cookie(COOKIE, cookie)
        .get("/console/games")
        .then()
        .statusCode(303);
    given().cookie(COOKIE, other).get("/api/session").then().statusCode(200);
  }

  @Test
  void nobodyHasNoSession() {
    problem(given().get("/api/session"), 401);
    problem(given().header(CONSOLE).delete("/api/session"), 401);
  }

  @Test
  void theCronSecretOpensNoConsole() {
    problem(given().formParam("token", "dev-cron").post("/api/session"), 403)
        .body("detail", containsString("only starts ticks"));
  }

  @Test
  void aWrongTokenIsRefusedAndNotRepeated() {
    problem(given().formParam("token", "guess-1").post("/api/session"), 401)
        .header("WWW-Authenticate", "Bearer")
        .body("detail", equalTo("The token is not one of those configured here."));
    given()
        .redirects()
        .follow(false)
        .formParam("token", "guess-2")
        .formParam("to", "/console/usage?by=model")
        .post("/api/session")
        .then()
        .statusCode(303)
        .header(
            "Location",
            equalTo("/console/sign-in?failed=token&to=%2Fconsole%2Fusage%3Fby%3Dmodel"));
  }

  @ParameterizedTest
  @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 204", "none, 204"})
  void anotherSitesFormSignsNobodyIn(String site, int status) {
    var answer =
        given()
            .header("Sec-Fetch-Site", site)
            .formParam("token", "dev-viewer")
            .post("/api/session");
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void whatIsMissingOrStrangeIsNamed() {
    problem(given().contentType("application/x-www-form-urlencoded").post("/api/session"), 400)
        .body("detail", containsString("token:"));
    problem(given().formParam("token", " ").post("/api/session"), 400)
        .body("detail", containsString("token:"));
    for (var name : new String[] {"<b>Ada</b>", "Ada\nBo", "x".repeat(61)}) {
      problem(
              given().formParam("token", "dev-admin").formParam("name", name).post("/api/session"),
              400)
          .body("detail", containsString("name:"));
    }
    problem(given().contentType("application/json").body("{}").post("/api/session"), 415);
  }

  private static ValidatableResponse problem(Response answer, int status) {
    return answer
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"token=%zz", "token=", "", "name=ada", "token=a&name=%e"})
  void whatIsNoFormIsACallersMistake(String form) {
    given()
        .contentType("application/x-www-form-urlencoded")
        .body(form)
        .post("/api/session")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void manyFieldsAreACallersMistakeToo() {
    given()
        .contentType("application/x-www-form-urlencoded")
        .body("a=1&".repeat(3000) + "token=dev-admin")
        .post("/api/session")
        .then()
        .statusCode(400);
  }

  @Test
  void aPersonWithAStrangeNameIsBroughtBackToThePage() {
    given()
        .redirects()
        .follow(false)
        .formParam("token", "dev-viewer")
        .formParam("name", "Ada (ops)")
        .formParam("to", "/console/ticks")
        .post("/api/session")
        .then()
        .statusCode(303)
        .header("Location", equalTo("/console/sign-in?failed=name&to=%2Fconsole%2Fticks"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example", "/\\evil.example", "https://evil.example", "/a\tb"})
  void thePageSendsNobodyElsewhere(String to) {
    given()
        .queryParam("to", to)
        .get("/console/sign-in")
        .then()
        .statusCode(200)
        .body(containsString("name=\"to\" value=\"/console/\""));
  }
}
