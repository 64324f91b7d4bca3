package dev.ziggurat.models;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of a server of one's own are registered by what the server tells of them. */
@QuarkusTest
class ServedModelsTest {

  private static final String PLACE = "/api/admin/served-models";
  private static final String OWN = "{\"provider\": \"wandb\", \"id\": \"tiny/llama\"%s}";

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void reset() {
    arena.calm();
    admin()
        .body("{\"providers\": {\"wandb\": {\"model\": null}}}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
    admin().delete("/api/admin/models/wandb/tiny/llama");
  }

  private void serves(String server) {
    arena.faults("{\"wandb\": {\"server\": \"%s\"}}".formatted(server));
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static ValidatableResponse register(String more) {
    return admin().body(OWN.formatted(more)).post(PLACE).then();
  }

  private static ValidatableResponse ask(String token) {
    return given()
        .header("Authorization", "Bearer " + token)
        .contentType(ContentType.JSON)
        .body(
            "{\"model\": \"wandb/tiny/llama\", \"fallback\": false, \"messages\":"
                + " [{\"role\": \"user\", \"content\": \"hello there\"}]}")
        .post("/v1/chat/completions")
        .then();
  }

  private static String boundedKey() {
    return admin()
        .body("{\"name\": \"Bounded\", \"dollarsPerDay\": 1}")
        .post("/api/admin/keys")
        .then()
        .statusCode(201)
        .extract()
        .path("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vllm", "llama.cpp"})
  void aModelIsRegisteredByItsNameAlone(String server) {
    serves(server);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get(PLACE + "?provider=wandb&limit=1")
        .then()
        .statusCode(200)
        .body("items.id", contains("tiny/llama"))
        .body("items[0].contextTokens", equalTo(2048))
        .body("items[0].known", equalTo(false));
    ask("dev-admin").statusCode(404);

    register("")
        .statusCode(201)
        .header("Location", containsString("/api/admin/models/wandb/tiny/llama"))
        .body("contextTokens", equalTo(2048))
        .body("priceToday", nullValue())
        .body("origin", equalTo("registered"));
    register("").statusCode(409);

    // Its window is known, so the usual output limit fits.
    ask("dev-admin").statusCode(200).header("X-Ziggurat-Cost", "unknown");
    ask(boundedKey()).statusCode(429).body("error.message", containsString("its price is unknown"));
  }

  @Test
  void aModelThatCostsNothingIsAllowedBelowALimit() {
    serves("vllm");
    register(", \"free\": true")
        .statusCode(201)
        .body("priceToday.input", equalTo(0))
        .body("priceToday.output", equalTo(0));
    ask(boundedKey()).statusCode(200).header("X-Ziggurat-Cost", "0.000000000");
  }

  @Test
  void aChosenModelWithoutPriceIsSaid() {
    serves("vllm");
    register("").statusCode(201);
    admin()
        .body("{\"providers\": {\"wandb\": {\"model\": \"tiny/llama\"}}}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200)
        .body(
            "data.warnings",
            hasItem(containsString("The price of tiny/llama is unknown: so are its costs")));
    admin()
        .body("{\"providers\": {\"wandb\": {\"model\": null}}}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200)
        .body("data.warnings", not(hasItem(containsString("The price of"))));
  }

  /** It is told at once, and nobody is asked. */
  @Test
  void aPromptThatIsFarTooLongForItIsRefused() {
    serves("vllm");
    register("").statusCode(201);
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(
            "{\"model\": \"wandb/tiny/llama\", \"fallback\": false, \"messages\":"
                + " [{\"role\": \"user\", \"content\": \"%s\"}]}".formatted("word ".repeat(4_000)))
        .post("/v1/chat/completions")
        .then()
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.message", containsString("does not fit into its context window of 2048"));
    given().get("/simulator/observations").then().body("providers.wandb.answered.200", equalTo(1));
  }

  @Test
  void whatCannotBeRegisteredIsToldWithTheReason() {
    serves("vllm");
    admin()
        .body("{\"provider\": \"wandb\", \"id\": \"tiny/lama\"}")
        .post(PLACE)
        .then()
        .statusCode(400)
        .body("detail", containsString("id: is not served by wandb; it serves tiny/llama"));
    admin()
        .body("{\"provider\": \"claude\", \"id\": \"tiny/llama\"}")
        .post(PLACE)
        .then()
        .statusCode(400)
        .body("detail", containsString("claude does not tell what it serves"));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get(PLACE)
        .then()
        .statusCode(400)
        .body("detail", containsString("provider: must be one of"));
    arena.faults("{\"wandb\": {\"status\": 500}}");
    register("")
        .statusCode(502)
        .body("detail", containsString("wandb does not tell which models it serves"));
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/api/admin/models/wandb/tiny/llama")
        .then()
        .statusCode(404);
  }
}
