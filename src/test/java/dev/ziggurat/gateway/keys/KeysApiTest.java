package dev.ziggurat.gateway.keys;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.ziggurat.Arena;
import dev.ziggurat.PgvectorServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an admin makes of keys. */
@QuarkusTest
class KeysApiTest {

  private static final String PLACE = "/api/admin/keys/";

  @Inject Arena arena;

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static JsonPath created(String body) {
    return admin().body(body).post(PLACE).then().statusCode(201).extract().jsonPath();
  }

  private static ValidatableResponse change(String id, String body) {
    return admin().body(body).patch(PLACE + id).then();
  }

  private static int status(String secret) {
    return given().header("Authorization", "Bearer " + secret).get("/v1/models").statusCode();
  }

  @Test
  void aNewKeyTellsItsSecretOnceAndOpensTheGateway() {
    var answer =
        admin()
            .body("{\"name\": \"Shop\"}")
            .post(PLACE)
            .then()
            .statusCode(201)
            .header("Location", containsString(PLACE))
            .header("ETag", "\"1\"")
            .header("Cache-Control", "no-store")
            .body("secret", matchesPattern("zk_[A-Za-z0-9_-]{43}"))
            .body("key.state", equalTo("active"))
            .body("key.createdBy", containsString("admin"))
            .body("key.models", nullValue())
            .body("key.dollarsPerDay", nullValue())
            .body("key.today.spentMicroUsd", equalTo(0))
            .extract();
    String secret = answer.path("secret");
    String id = answer.path("key.id");
    assertThat(secret).endsWith(answer.<String>path("key.hint"));
    assertThat(status(secret)).isEqualTo(200);

    var shown = admin().get(PLACE + id).then().statusCode(200).header("ETag", "\"1\"");
    assertThat(shown.extract().asString()).doesNotContain(secret);
    assertThat(admin().get(PLACE + "?limit=100").asString()).contains(id).doesNotContain(secret);
    assertThat(admin().get("/api/admin/audit?subject=keys/" + id).asString())
        .contains("keys.create", "Shop")
        .doesNotContain(secret);
    assertThat(arena.rows("select api_key::text from api_key where id = ?::uuid", id).getFirst())
        .doesNotContain(secret.substring(3));
  }

  @Test
  void whatIsLeftOutStaysAndNullClears() {
    var id =
        created(
                """
                {"name": "All", "expiresAt": "2199-01-01T00:00:00Z", "models": ["gpt-6-luna"],
                 "requestsPerMinute": 7, "dollarsPerDay": 1.5, "dollarsPerMonth": 20,
                 "softDollarsPerDay": 1, "softDollarsPerMonth": 15.5}""")
            .getString("key.id");
    change(id, "{\"dollarsPerMonth\": 15}")
        .statusCode(400)
        .body(
            "detail", containsString("softDollarsPerMonth: must not be above dollarsPerMonth, 15"));
    change(id, "{\"name\": \"Fewer\", \"dollarsPerDay\": null, \"softDollarsPerDay\": null}")
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("name", equalTo("Fewer"))
        .body("dollarsPerDay", nullValue())
        .body("dollarsPerMonth", equalTo(20))
        .body("softDollarsPerDay", nullValue())
        .body("softDollarsPerMonth", equalTo(15.5f))
        .body("requestsPerMinute", equalTo(7))
        .body("models", equalTo(List.of("gpt-6-luna")))
        .body("expiresAt", equalTo("2199-01-01T00:00:00Z"));
    change(id, "{\"name\": \"Fewer\"}").statusCode(200).header("ETag", "\"2\"");
    admin()
        .header("If-Match", "\"1\"")
        .body("{\"name\": \"Late\"}")
        .patch(PLACE + id)
        .then()
        .statusCode(412);
    assertThat(
            arena.rows(
                "select detail from audit where action = 'keys.change' and subject = ?",
                "keys/" + id))
        .singleElement()
        .asString()
        .contains("\"name\":\"Fewer\"", "\"dollarsPerDay\":null")
        .doesNotContain("models");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                             | name: is required",
        "{'name': ''}                                   | name: must be a text",
        "{'name': 'x', 'secret': 'mine'}                | secret: is unknown",
        "{'name': 'x', 'expiresAt': 'soon'}             | expiresAt: must be a time to come",
        "{'name': 'x', 'expiresAt': '2001-01-01T00:00:00Z'} | expiresAt: must be a time to come",
        "{'name': 'x', 'models': []}                    | models: must name a model",
        "{'name': 'x', 'models': ['gpt-oss-12b']}       | models: gpt-oss-12b is not in the catalogue",
        "{'name': 'x', 'models': [7]}                   | models[0]: must be a text",
        "{'name': 'x', 'requestsPerMinute': 0}          | requestsPerMinute: must be a whole number",
        "{'name': 'x', 'dollarsPerDay': -1}             | dollarsPerDay: must be a number from 0",
        "{'name': 'x', 'dollarsPerDay': 1, 'softDollarsPerDay': 2} | softDollarsPerDay: must not be above dollarsPerDay, 1",
        "{'name': 'x', 'dollarsPerMonth': 0.0000001}    | dollarsPerMonth: must be a number",
        "{'name': 'x', 'semanticCacheThreshold': 0.49}  | semanticCacheThreshold: must be a number from 0.5 to 1",
        "{'name': 'x', 'semanticCacheThreshold': 1.01}  | semanticCacheThreshold: must be a number from 0.5 to 1",
      })
  void aWrongFieldIsNamed(String body, String detail) {
    admin()
        .body(body.replace('\'', '"'))
        .post(PLACE)
        .then()
        .statusCode(400)
        .body("detail", containsString(detail));
  }

  /** The database of tests has no pgvector, unless a server that has it is named. */
  @Test
  void aSemanticCacheNeedsPgvector() {
    assumeFalse(PgvectorServer.isThere(), "SemanticCacheTest has the tests with pgvector");
    var wayOut =
        "semanticCacheThreshold: needs pgvector in the database: install pgvector on the database server";
    var id = created("{\"name\": \"x\"}").getString("key.id");
    change(id, "{\"semanticCacheThreshold\": 0.9}")
        .statusCode(400)
        .body("detail", containsString(wayOut));
    admin()
        .body("{\"name\": \"x\", \"semanticCacheThreshold\": 1}")
        .post(PLACE)
        .then()
        .statusCode(400)
        .body("detail", containsString(wayOut));
    change(id, "{\"name\": \"y\", \"semanticCacheThreshold\": null}")
        .statusCode(200)
        .body("semanticCacheThreshold", nullValue());
  }

  @Test
  void aRotatedKeyHasANewSecretAndTheOldOneStaysForAWhile() {
    var key = created("{\"name\": \"Turns\"}");
    var id = key.getString("key.id");
    var second =
        admin()
            .post(PLACE + id + "/rotation")
            .then()
            .statusCode(200)
            .body("key.oldSecretUntil", notNullValue())
            .extract()
            .jsonPath();
    assertThat(second.getString("secret")).isNotEqualTo(key.getString("secret"));
    assertThat(status(key.getString("secret"))).isEqualTo(200);
    assertThat(status(second.getString("secret"))).isEqualTo(200);

    var third =
        admin()
            .body("{\"graceMillis\": 0}")
            .post(PLACE + id + "/rotation")
            .then()
            .statusCode(200)
            .body("key.oldSecretUntil", nullValue())
            .extract()
            .jsonPath();
    assertThat(status(key.getString("secret"))).isEqualTo(401);
    assertThat(status(second.getString("secret"))).isEqualTo(401);
    assertThat(status(third.getString("secret"))).isEqualTo(200);
    admin()
        .body("{\"graceMillis\": -1}")
        .post(PLACE + id + "/rotation")
        .then()
        .statusCode(400)
        .body("detail", containsString("graceMillis"));
  }

  @Test
  void aRevokedKeyOpensNothingAndStaysRevoked() {
    var key = created("{\"name\": \"Gone\"}");
    var id = key.getString("key.id");
    admin().delete(PLACE + id).then().statusCode(200).body("state", equalTo("revoked"));
    assertThat(status(key.getString("secret"))).isEqualTo(401);
    admin().delete(PLACE + id).then().statusCode(200);
    change(id, "{\"name\": \"Back\"}").statusCode(409);
    admin().post(PLACE + id + "/rotation").then().statusCode(409);
    admin().get(PLACE + "?limit=100").then().body("items.id", not(hasItem(id)));
    admin().get(PLACE + "?revoked=true&limit=100").then().body("items.id", hasItem(id));
    assertThat(
            arena.number(
                "select count(*) from audit where action = 'keys.revoke' and subject = ?",
                "keys/" + id))
        .isEqualTo(1);
  }

  @Test
  void keysAreListedInPagesTheNewestFirst() {
    var older = created("{\"name\": \"Older\"}").getString("key.id");
    var newer = created("{\"name\": \"Newer\"}").getString("key.id");
    var first =
        admin().get(PLACE + "?limit=1").then().body("items", hasSize(1)).extract().jsonPath();
    assertThat(first.getString("items[0].id")).isEqualTo(newer);
    admin()
        .get(PLACE + "?limit=1&cursor=" + first.getString("next"))
        .then()
        .body("items[0].id", equalTo(older));
    admin().get(PLACE + "?cursor=x").then().statusCode(400);
  }

  @Test
  void whatIsNotThereIsNotFoundAndAViewerOnlyLooks() {
    admin().get(PLACE + "none").then().statusCode(404).body("detail", containsString("none"));
    admin().get(PLACE + UUID.randomUUID()).then().statusCode(404);
    var viewer = given().header("Authorization", "Bearer dev-viewer").contentType(ContentType.JSON);
    viewer.get(PLACE).then().statusCode(200);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType(ContentType.JSON)
        .body("{\"name\": \"x\"}")
        .post(PLACE)
        .then()
        .statusCode(403);
  }
}
