package dev.ziggurat.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.access.Guarded;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only groq has a key. */
@QuarkusTest
@TestProfile(Guarded.class)
class MissingKeyTest {

  private static ValidatableResponse send(String method, String place, String body) {
    return given()
        .header("Authorization", "Bearer " + Guarded.ADMIN)
        .contentType(ContentType.JSON)
        .body(body)
        .request(method, "/api/admin/ai-models" + place)
        .then();
  }

  @Test
  void providerWithoutKeyIsNotUsable() {
    send("GET", "", "")
        .statusCode(200)
        .body("data.providers.wandb", equalTo(false))
        .body("data.providers.groq", equalTo(true))
        .body("data.simulated", empty())
        .body("data.activeProvider", equalTo("groq"))
        .body("data.keys.groq.present", equalTo(true))
        .body("data.keys.wandb.present", equalTo(false))
        .body("data.wandbModelsError", containsString("WANDB_API_KEY"))
        .body("data.wandbModels.id", hasItem("openai/gpt-oss-120b"))
        .body("data.warnings", hasItem(containsString("export ANTHROPIC_API_KEY")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"wandbEnabled\": true}|wandbEnabled|WANDB_API_KEY",
        "{\"providers\": {\"claude\": {\"enabled\": true}}}|providers.claude.enabled|ANTHROPIC_API_KEY",
        "{\"providers\": {\"openai\": {\"enabled\": true}}}|providers.openai.enabled|OPENAI_API_KEY"
      })
  void providerWithoutKeyCannotBeSwitchedOn(String body, String field, String variable) {
    send("PUT", "", body)
        .statusCode(400)
        .body("success", equalTo(false))
        .body("error", allOf(containsString(field), containsString(variable)));
  }

  @Test
  void providerWithoutKeyCanBeSwitchedOffButNotOnByClearing() {
    send("PUT", "", "{\"wandbEnabled\": false}").statusCode(200);
    send("PUT", "", "{\"wandbEnabled\": null}")
        .statusCode(400)
        .body("error", containsString("WANDB_API_KEY"));
  }

  @Test
  void testRequestWithoutKeyNamesTheVariable() {
    send("POST", "/test", "{\"provider\": \"wandb\"}")
        .statusCode(200)
        .body("success", equalTo(false))
        .body("data.failure.outcome", equalTo("AUTH"))
        .body("data.failure.advice", containsString("WANDB_API_KEY"))
        .body("data.attempt", nullValue());
  }

  @Test
  void testRequestToUnreachableServerDoesNotShowTheKey() {
    var answer =
        send("POST", "/test", "{\"provider\": \"groq\"}")
            .statusCode(200)
            .body("success", equalTo(false))
            .body("data.failure.outcome", equalTo("IO"))
            .body("data.simulated", equalTo(false))
            .extract()
            .asString();
    assertThat(answer).doesNotContain(Guarded.GROQ_KEY);
  }

  /** A server of one's own at GROQ_API_BASE, and GROQ_MODEL: one click registers the model. */
  @Test
  void unknownModelOfTheEnvironmentCanBeRegistered() {
    send("GET", "", "")
        .statusCode(200)
        .body("data.settings.providers.groq.unknownModel", equalTo("tiny/llama"))
        .body(
            "data.warnings",
            hasItem(
                containsString(
                    "it is ignored until it is registered (POST /api/admin/served-models)")));
    assertThat(
            given()
                .header("Authorization", "Bearer " + Guarded.ADMIN)
                .get("/console/ai-models")
                .asString())
        .contains("Register tiny/llama as free", "Register tiny/llama, price unknown");
    given()
        .header("Authorization", "Bearer " + Guarded.ADMIN)
        .contentType(ContentType.JSON)
        .body("{\"provider\": \"groq\", \"id\": \"tiny/llama\"}")
        .post("/api/admin/served-models")
        .then()
        .statusCode(502)
        .body(
            "detail", containsString("groq does not tell which models it serves: cannot connect"));
  }

  @Test
  void noUsableProviderIsAWarning() {
    send("PUT", "", "{\"providers\": {\"groq\": {\"enabled\": false}}}")
        .statusCode(200)
        .body("data.activeProvider", nullValue())
        .body("data.warnings[0]", containsString("every tick will fail"));
    send("PUT", "", "{\"providers\": {\"groq\": {\"enabled\": true}}}")
        .statusCode(200)
        .body("data.activeProvider", equalTo("groq"));
    send("GET", "/history?limit=1", "").body("items[0].changes.field", contains("groq.enabled"));
  }
}
