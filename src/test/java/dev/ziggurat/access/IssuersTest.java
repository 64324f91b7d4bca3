package dev.ziggurat.access;

import static dev.ziggurat.access.ConfiguredTokensTest.expectProblem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens of OpenID Connect providers, asked for over real HTTP. */
@QuarkusTest
@TestProfile(Guarded.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IssuersTest {

  private static final String CLOUD_AUDIENCE = IssuerServer.AUDIENCE + "/api/cron/tick";
  private static final String SCHEDULER = "scheduler@project.iam.gserviceaccount.com";
  private static final String RS256 = "{\"alg\":\"RS256\",\"kid\":\"first\",\"typ\":\"JWT\"}";

  private static String address() {
    return System.getProperty(IssuerServer.ADDRESS);
  }

  private static JsonObject person(String... roles) {
    return claims("/people", IssuerServer.AUDIENCE)
        .put("sub", "4711")
        .put("preferred_username", "ada")
        .put("realm_access", new JsonObject().put("roles", new JsonArray(List.of(roles))));
  }

  private static JsonObject scheduler() {
    return claims("/cloud", CLOUD_AUDIENCE)
        .put("sub", "1234567890")
        .put("email", SCHEDULER)
        .put("email_verified", true);
  }

  private static JsonObject claims(String issuer, String audience) {
    var now = Instant.now();
    return new JsonObject()
        .put("iss", address() + issuer)
        .put("aud", audience)
        .put("iat", now.getEpochSecond())
        .put("exp", now.plus(Duration.ofMinutes(5)).getEpochSecond());
  }

  private static String signed(JsonObject claims) {
    return signed(RS256, claims, ownKey());
  }

  private static String signed(String header, JsonObject claims, PrivateKey key) {
    var content =
        base64(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.toBuffer().getBytes());
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey ownKey() {
    try {
      var encoded = Base64.getDecoder().decode(System.getProperty(IssuerServer.KEY));
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey foreignKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static ValidatableResponse knock(String door, String token) {
    return given().auth().oauth2(token).get("/test/doors/" + door).then();
  }

  @Test
  @Order(1)
  void noIssuerIsAskedBeforeItsFirstTokenComes() {
    knock("viewer", Guarded.VIEWER).statusCode(200);
    expectProblem(given().get("/test/doors/viewer").then(), 401);
    expectProblem(knock("viewer", "a.b.c"), 401);
    assertThat(given().get(address() + IssuerServer.COUNT).asString()).isEqualTo("0");
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({
    "ops-team, admin, 200",
    "ops-team, viewer, 200",
    "ops-team, cron, 403",
    "founders, admin, 200",
    "everyone, viewer, 200",
    "everyone, admin, 403",
    "OPS-TEAM, viewer, 403",
    "nothing, viewer, 403",
    "admin, admin, 403",
  })
  void aPersonsGroupsOpenDoors(String group, String door, int status) {
    knock(door, signed(person("other", group))).statusCode(status);
  }

  @Test
  @Order(2)
  void aPersonIsCalledByName() {
    name(person("everyone"), "ada (OIDC)");
    name(
        person("everyone").put("email", "ada@example.org").put("email_verified", true),
        "ada@example.org (OIDC)");
    name(person("everyone").put("email", "eve@example.org"), "ada (OIDC)");
    name(
        person("everyone").put("preferred_username", "a\nb\u0000" + "c".repeat(200)),
        "ab" + "c".repeat(98) + " (OIDC)");
    name(person("everyone").putNull("preferred_username"), "4711 (OIDC)");
  }

  private static void name(JsonObject claims, String name) {
    given()
        .auth()
        .oauth2(signed(claims))
        .get("/api/session")
        .then()
        .statusCode(200)
        .body("name", equalTo(name));
  }

  @Test
  @Order(2)
  void theCloudsSchedulerMayTickAndNothingElse() {
    given()
        .auth()
        .oauth2(signed(scheduler()))
        .post("/api/cron/tick?game=none")
        .then()
        .statusCode(404);
    expectProblem(knock("viewer", signed(scheduler())), 403);
    expectProblem(knock("cron", signed(scheduler().put("email_verified", false))), 403);
    expectProblem(knock("cron", signed(scheduler().put("email", "other@example.org"))), 403);
    expectProblem(knock("cron", signed(scheduler().put("aud", "https://elsewhere.example"))), 401);
  }

  @Test
  @Order(2)
  void aChangeNeedsNoConsoleHeader() {
    given()
        .auth()
        .oauth2(signed(person("everyone")))
        .post("/test/doors/viewer")
        .then()
        .statusCode(200);
  }

  @Test
  @Order(2)
  void outsideTheApiTheSameHolds() {
    given().auth().oauth2(signed(person("everyone"))).get("/q/metrics").then().statusCode(200);
    expectProblem(
        given()
            .auth()
            .oauth2(signed(RS256, person("everyone"), foreignKey()))
            .get("/q/metrics")
            .then(),
        401);
    given()
        .auth()
        .oauth2(signed(claims("", "a").put("iss", IssuerServer.SILENT)))
        .get("/q/metrics")
        .then()
        .statusCode(503);
  }

  @Test
  @Order(2)
  void whatIsNotGenuineIsRefused() {
    var good = person("ops-team");
    refused(signed(good.copy().put("exp", Instant.now().minusSeconds(120).getEpochSecond())));
    refused(signed(without(good, "exp")));
    refused(signed(good.copy().put("aud", "https://elsewhere.example")));
    refused(signed(without(good, "aud")));
    refused(signed(good.copy().put("iss", "https://elsewhere.example")));
    refused(signed(good.copy().put("iss", address() + "/cloud")));
    refused(signed(without(good, "iss")));
    refused(signed(RS256, good, foreignKey()));
    refused(signed("{\"alg\":\"RS256\",\"kid\":\"second\"}", good, foreignKey()));
    refused(signed("{\"alg\":\"none\"}", good, ownKey()));
    refused(signed("{\"alg\":\"HS256\",\"kid\":\"first\"}", good, ownKey()));
    refused(changed(signed(good), parts -> parts.replaceFirst("\\.[^.]*$", ".")));
    refused(
        changed(
            signed(good),
            parts ->
                parts.replaceFirst(
                    "^[^.]*", base64("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)))));
    refused(
        changed(
            signed(person("nobody")),
            parts ->
                parts.replaceFirst("\\.[^.]*\\.", "." + base64(good.toBuffer().getBytes()) + ".")));
  }

  private static String changed(String token, UnaryOperator<String> how) {
    return how.apply(token);
  }

  private static JsonObject without(JsonObject claims, String claim) {
    var fewer = claims.copy();
    fewer.remove(claim);
    return fewer;
  }

  private static void refused(String token) {
    expectProblem(knock("viewer", token), 401)
        .header("WWW-Authenticate", "Bearer")
        .body("detail", containsString("token"));
  }

  @ParameterizedTest
  @Order(2)
  @ValueSource(
      strings = {"a.b.c", "..", "e30.e30.", "e30.W10.x", "e30.bnVsbA.x", "e30.eyJpc3MiOjF9.x"})
  void whatOnlyLooksLikeATokenIsRefused(String token) {
    expectProblem(knock("viewer", token), 401);
  }

  @Test
  @Order(2)
  void strangeClaimsGiveNothing() {
    expectProblem(knock("viewer", signed(without(person(), "realm_access"))), 403);
    expectProblem(knock("viewer", signed(person().put("realm_access", "everyone"))), 403);
    expectProblem(
        knock("viewer", signed(person().put("realm_access", new JsonObject().put("roles", 7)))),
        403);
    knock("viewer", signed(person().put("realm_access", new JsonObject().put("roles", "everyone"))))
        .statusCode(200);
  }

  @Test
  @Order(2)
  void aSilentIssuerIsToldFromAWrongToken() {
    var token = signed(claims("", IssuerServer.AUDIENCE).put("iss", IssuerServer.SILENT));

    expectProblem(knock("viewer", token), 503)
        .body("detail", containsString(IssuerServer.SILENT))
        .body("detail", containsString("does not answer"));
    knock("viewer", Guarded.VIEWER).statusCode(200);
  }
}
