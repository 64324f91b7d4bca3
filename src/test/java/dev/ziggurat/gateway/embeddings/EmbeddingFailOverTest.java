package dev.ziggurat.gateway.embeddings;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two servers of the same model of vectors, and what failures of embeddings do to chat. */
@QuarkusTest
class EmbeddingFailOverTest {

  private static final String MODEL = "BAAI/bge-m3";
  private static final String MODELS = "/api/admin/models";
  private static final String SMALL = "openai/text-embedding-3-small";

  @Inject Arena arena;

  @BeforeEach
  void serve() {
    arena.calm();
    for (var provider : List.of("wandb", "openai")) {
      admin()
          .body(
              """
              {"provider": "%s", "id": "%s", "contextTokens": 8192, "can": ["EMBEDDINGS"],
               "released": "2024-01-30", "prices": [{"input": 0.01, "output": 0}]}"""
                  .formatted(provider, MODEL))
          .post(MODELS)
          .then()
          .statusCode(201);
    }
  }

  @AfterEach
  void leaveAsItWas() {
    admin().delete(MODELS + "/wandb/" + MODEL);
    admin().delete(MODELS + "/openai/" + MODEL);
    admin().delete(MODELS + "/openai/text-embedding-3-small");
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static ValidatableResponse embed(String model, String more) {
    return admin()
        .body("{\"model\": \"%s\", \"input\": \"hello\"%s}".formatted(model, more))
        .post("/v1/embeddings")
        .then();
  }

  private static ValidatableResponse chatAtOpenAi() {
    return admin()
        .body(
            """
            {"model": "openai/gpt-6-luna", "fallback": false,
             "messages": [{"role": "user", "content": "hello"}]}""")
        .post("/v1/chat/completions")
        .then();
  }

  private void openAi(String fault) {
    arena.faults("{\"openai\": {%s}}".formatted(fault));
  }

  /** vLLM in the place of both, one of them with this fault. */
  private void servers(String wandb) {
    arena.faults(
        "{\"wandb\": {\"server\": \"vllm\"%s}, \"openai\": {\"server\": \"vllm\"}}"
            .formatted(wandb));
  }

  private static long requests(String provider) {
    return given()
        .get("/simulator/observations")
        .jsonPath()
        .getLong("providers." + provider + ".requests");
  }

  @Test
  void theNextThatServesTheSameModelAnswers() {
    servers("");
    var vector = embed(MODEL, "").header("X-Ziggurat-Provider", "wandb").extract();
    servers(", \"status\": 503");
    var other =
        embed(MODEL, "")
            .statusCode(200)
            .header("X-Ziggurat-Provider", "openai")
            .header("X-Ziggurat-Attempts", "3")
            .extract();
    assertThat(other.jsonPath().getList("data")).isEqualTo(vector.jsonPath().getList("data"));
    embed(MODEL, ", \"fallback\": false")
        .statusCode(503)
        .body(
            "error.path.findAll {it.provider == 'openai'}.reason",
            contains("the caller disabled fallback"));
    assertThat(requests("openai")).isEqualTo(1);
    assertThat(requests("groq")).isZero();
  }

  @Test
  void aPrefixNamesTheOnlyOneThatIsAsked() {
    arena.faults(
        "{\"wandb\": {\"server\": \"vllm\"}, \"openai\": {\"server\": \"vllm\", \"status\": 503}}");
    embed("openai/" + MODEL, "").statusCode(503);
    assertThat(requests("wandb")).isZero();
  }

  @Test
  void onlyALocalNameMeansDifferentModels() {
    for (var model : List.of("wandb/" + MODEL, SMALL)) {
      admin()
          .body("{\"localNames\": [\"memory\"]}")
          .patch(MODELS + '/' + model)
          .then()
          .statusCode(200);
    }
    arena.faults("{\"wandb\": {\"status\": 503}}");
    embed("memory", "")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "openai")
        .header("X-Ziggurat-Model", "text-embedding-3-small");
    admin()
        .get("/v1/models/memory")
        .then()
        .body("owned_by", equalTo("wandb, openai"))
        .body("capabilities", contains("embeddings"));
  }

  @Test
  void aSuccessorHasOtherVectorsAndDoesNotAnswerInstead() {
    admin()
        .body("{\"shutDown\": \"2026-01-01\", \"successor\": \"text-embedding-3-large\"}")
        .patch(MODELS + '/' + SMALL)
        .then()
        .statusCode(200);
    embed(SMALL, "")
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"))
        .body("error.message", containsString("Vectors of `text-embedding-3-large`"));
    assertThat(requests("openai")).isZero();
  }

  @Test
  void aLimitOfEmbeddingsDoesNotDisableChat() {
    openAi("\"status\": 429, \"retryAfterSeconds\": 600");
    embed(SMALL, "").statusCode(429).body("error.code", equalTo("rate_limit_exceeded"));
    openAi("");
    chatAtOpenAi().statusCode(200);
    embed(SMALL, "").statusCode(429).body("error.message", containsString("cooling down"));
    embed("openai/text-embedding-3-large", "").statusCode(200);
  }

  @Test
  void aMissingAddressOfEmbeddingsDoesNotDisableChat() {
    openAi("\"status\": 404, \"variant\": \"path\"");
    embed(SMALL, "").statusCode(503);
    openAi("");
    chatAtOpenAi().statusCode(200);
  }

  @Test
  void aWrongKeyDisablesBoth() {
    openAi("\"status\": 401");
    embed(SMALL, "").statusCode(503);
    openAi("");
    chatAtOpenAi().statusCode(503).body("error.message", containsString("cooling down"));
  }

  @Test
  @Tag("full")
  void breakersOfEmbeddingsAndChatAreTwo() {
    openAi("\"status\": 500, \"latencyMillis\": 0");
    for (var call = 0; call < 10; call++) {
      embed(SMALL, "").statusCode(503);
    }
    openAi("");
    embed(SMALL, "").statusCode(503).body("error.message", containsString("circuit breaker"));
    chatAtOpenAi().statusCode(200);
  }
}
