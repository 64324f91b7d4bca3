package dev.ziggurat.gateway.embeddings;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys: their limits and cached answers, and what the ledger and the usage tell of embeddings. */
@QuarkusTest
class EmbeddingKeysTest {

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  /** A key and its secret. */
  private record Made(String id, String secret) {}

  private static RequestSpecification with(String secret) {
    return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
  }

  private static Made key(String terms) {
    var made =
        with("dev-admin")
            .body("{\"name\": \"Embeds\", %s}".formatted(terms))
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    return new Made(made.getString("key.id"), made.getString("secret"));
  }

  private static Response embed(Made key, String fields) {
    return with(key.secret()).body("{" + fields + "}").post("/v1/embeddings");
  }

  private List<String> outcomes(Made key) {
    return arena.rows(
        "select outcome || ' ' || cost_nano from attempt where key_id = ?::uuid order by at, cost_nano desc",
        key.id());
  }

  private static long requests() {
    return given().get("/simulator/observations").jsonPath().getLong("providers.openai.requests");
  }

  @Test
  void theSameInputsHaveTheSameVectorsForNothing() {
    var key = key("\"keepsAnswers\": true");
    var fields = "\"input\": [\"hello there\", \"other\"], \"encoding_format\": \"base64\"";
    var first = embed(key, fields);
    first.then().statusCode(200).header("X-Ziggurat-Cache", "miss");
    var again = embed(key, fields);
    again
        .then()
        .statusCode(200)
        .header("X-Ziggurat-Cache", "hit")
        .header("X-Ziggurat-Attempts", "0")
        .header("X-Ziggurat-Provider", "openai")
        .header("X-Ziggurat-Cost", "0.000000000");
    assertThat(again.asString()).isEqualTo(first.asString());
    embed(key, fields + ", \"dimensions\": 8").then().header("X-Ziggurat-Cache", "miss");
    with(key.secret())
        .header("Cache-Control", "no-cache")
        .body("{" + fields + "}")
        .post("/v1/embeddings")
        .then()
        .header("X-Ziggurat-Cache", "bypass");
    assertThat(requests()).isEqualTo(3);
    Awaitility.await().until(() -> outcomes(key).size() == 4);
    assertThat(outcomes(key)).containsOnlyOnce("CACHED 0");
  }

  @Test
  void modelsAndRatesOfTheKeyHold() {
    var key = key("\"models\": [\"text-embedding-3-large\"], \"requestsPerMinute\": 1");
    embed(key, "\"input\": \"hello\"")
        .then()
        .statusCode(403)
        .body("error.message", containsString("does not allow the model `text-embedding-3-small`"));
    embed(key, "\"model\": \"text-embedding-3-large\", \"input\": \"hello\"")
        .then()
        .statusCode(200);
    embed(key, "\"model\": \"text-embedding-3-large\", \"input\": \"hello\"")
        .then()
        .statusCode(429)
        .body("error.code", equalTo("rate_limit_exceeded"));
  }

  @Test
  void theBudgetOfTheKeyIsReservedBeforeTheCall() {
    var key = key("\"dollarsPerDay\": 0.000001");
    embed(key, "\"input\": \"%s\"".formatted("word ".repeat(400)))
        .then()
        .statusCode(429)
        .body("error.code", equalTo("insufficient_quota"));
    assertThat(requests()).isZero();
    embed(key, "\"input\": \"hi\"").then().statusCode(200);
  }

  @Test
  void theCallIsFoundByItsIdWithTokensOfTheInputOnly() {
    var id = embed(new Made("", "dev-admin"), "\"input\": \"hello there\"").header("X-Request-Id");
    Awaitility.await()
        .untilAsserted(
            () ->
                with("dev-admin")
                    .get("/api/admin/calls/" + id)
                    .then()
                    .statusCode(200)
                    .body("outcome", equalTo("OK"))
                    .body("provider", equalTo("openai"))
                    .body("source", equalTo("gateway"))
                    .body(containsString("text-embedding-3-small")));
    with("dev-admin")
        .get("/q/metrics")
        .then()
        .body(containsString("ziggurat_attempt_seconds_count{outcome=\"OK\",provider=\"openai\"}"));
    with("dev-admin")
        .get("/api/admin/usage?by=model")
        .then()
        .statusCode(200)
        .body("rows.key", hasItem("text-embedding-3-small"));
  }

  @Test
  void modelsOfVectorsAreListedWithWhatTheyAre() {
    with("dev-admin")
        .get("/v1/models")
        .then()
        .statusCode(200)
        .body("data.id", hasItems("text-embedding-3-small", "text-embedding-ada-002"))
        .body("data.created", everyItem(greaterThan(1_600_000_000)));
    with("dev-admin")
        .get("/v1/models/openai/text-embedding-3-small")
        .then()
        .statusCode(200)
        .body("id", equalTo("openai/text-embedding-3-small"))
        .body("object", equalTo("model"))
        .body("created", equalTo(1_705_881_600))
        .body("owned_by", equalTo("openai"))
        .body("context_window", equalTo(8192))
        .body("capabilities", equalTo(List.of("embeddings")));
    with("dev-admin")
        .get("/v1/models/groq/openai/gpt-oss-120b")
        .then()
        .body("max_output_tokens", equalTo(65_536))
        .body("capabilities", hasItem("chat"));
    var once = with("dev-admin").get("/v1/models").asString();
    assertThat(with("dev-admin").get("/v1/models").asString()).isEqualTo(once);
  }

  @Test
  void noProviderIsGivenAModelOfVectorsToChat() {
    with("dev-admin")
        .body("{\"providers\": {\"openai\": {\"model\": \"text-embedding-3-small\"}}}")
        .queryParam("force", true)
        .put("/api/admin/ai-models")
        .then()
        .statusCode(400)
        .body(containsString("returns embeddings and does not chat"));
    with("dev-admin")
        .body("{\"provider\": \"openai\", \"model\": \"text-embedding-3-small\"}")
        .post("/api/admin/ai-models/test")
        .then()
        .statusCode(400)
        .body(containsString("returns embeddings"));
  }
}
