package dev.ziggurat.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of the catalogue by REST. */
@QuarkusTest
class CatalogueApiTest {

  private static final String PLACE = "/api/admin/models";
  private static final String SHIPPED = PLACE + "/groq/openai/gpt-oss-120b";
  private static final String NEW = PLACE + "/groq/acme/wise-1";
  private static final String NEW_MODEL =
      """
      {"provider": "groq", "id": "acme/wise-1", "aliases": ["wise"], "contextTokens": 64000,
        "can": ["TOOLS"], "prices": [{"input": 0.5, "output": 1.25}]}""";

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void resetCatalogue() {
    arena.calm();
    for (var row : arena.rows("select provider || '/' || id from catalogue_model")) {
      admin().delete(PLACE + "/" + row).then().statusCode(200);
    }
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer dev-viewer");
  }

  private static ValidatableResponse register(String body) {
    return admin().body(body).post(PLACE).then();
  }

  private static ValidatableResponse change(String place, String body) {
    return admin().body(body).patch(place).then();
  }

  private static ValidatableResponse refused(ValidatableResponse answer, int status, String what) {
    return answer
        .statusCode(status)
        .contentType("application/problem+json")
        .body("success", equalTo(false))
        .body("error", containsString(what));
  }

  @Test
  void newPriceMustNotRemoveThePriceOfLongPrompts() {
    var luna = PLACE + "/openai/gpt-6-luna";
    change(luna, "{\"prices\": [{\"input\": 0.3, \"output\": 1}]}")
        .statusCode(400)
        .body("detail", containsString("prices: long prompts have a separate price"));
    change(
            luna,
            """
            {"prices": [{"input": 0.3, "output": 1},
              {"abovePromptTokens": 272000, "input": 0.6, "output": 2}]}""")
        .statusCode(200)
        .body("prices", hasSize(4));
    change(luna, "{\"prices\": null}").statusCode(200);
    change(luna, "{\"prices\": [{\"from\": null, \"input\": 0.3, \"output\": 1}]}")
        .statusCode(200)
        .body("prices", hasSize(1));
  }

  @Test
  void everyModelIsListedOnceAcrossPages() {
    var ids = new ArrayList<String>();
    String cursor = null;
    do {
      var request = viewer().queryParam("limit", 40);
      var page =
          (cursor == null ? request : request.queryParam("cursor", cursor))
              .get(PLACE)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      List<String> providers = page.getList("items.provider");
      List<String> names = page.getList("items.id");
      for (var i = 0; i < names.size(); i++) {
        ids.add(providers.get(i) + "/" + names.get(i));
      }
      cursor = page.getString("next");
    } while (cursor != null);
    assertThat(ids)
        .hasSizeGreaterThan(80)
        .contains("wandb/openai/gpt-oss-120b", "claude/claude-sonnet-5-5");
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai/gpt-oss-120b", "openai%2Fgpt-oss-120b"})
  void idsMayContainSlashes(String id) {
    viewer()
        .urlEncodingEnabled(false)
        .get(PLACE + "/groq/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo("openai/gpt-oss-120b"))
        .body("provider", equalTo("groq"))
        .body("origin", equalTo("shipped"))
        .body("answers", equalTo(true))
        .body("contextTokens", equalTo(131072))
        .body("prices[0].input", equalTo(0.15f))
        .body("prices[0].cached", equalTo(0.075f))
        .body("prices[0].from", nullValue());
  }

  @Test
  void missingModelIsReported() {
    refused(viewer().get(PLACE + "/groq/no/such").then(), 404, "groq has no model 'no/such'");
    refused(viewer().get(PLACE + "/grok/x").then(), 404, "provider: 'grok' does not exist");
    refused(change(PLACE + "/groq/no/such", "{}"), 404, "groq has no model 'no/such'");
    refused(admin().delete(PLACE + "/groq/no/such").then(), 404, "groq has no model 'no/such'");
  }

  @Test
  void registeredModelCanBeChosenAtOnce() {
    register(NEW_MODEL)
        .statusCode(201)
        .header("Location", endsWith(NEW))
        .body("origin", equalTo("registered"))
        .body("answers", equalTo(true))
        .body("aliases", hasSize(1));
    viewer().get(NEW).then().statusCode(200).body("contextTokens", equalTo(64000));

    admin()
        .body("{\"providers\": {\"groq\": {\"model\": \"wise\"}}}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200)
        .body("data.settings.providers.groq.effectiveModel", equalTo("wise"));
    admin()
        .body("{\"providers\": {\"groq\": {\"model\": \"acme/wise-1\"}}}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
    refused(admin().delete(NEW).then(), 409, "choose another model first");
    admin()
        .body("{\"providers\": {\"groq\": {\"model\": null}}}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);

    admin().delete(NEW).then().statusCode(200).body("model", nullValue());
    viewer().get(NEW).then().statusCode(404);
    assertThat(arena.rows("select action || ' ' || subject from audit order by id desc limit 1"))
        .containsExactly("models.undo models/groq/acme/wise-1");
  }

  @Test
  void nextTickUsesTheChangedPrice() {
    var model = "meta-llama/Llama-3.3-70B-Instruct";
    change(PLACE + "/wandb/" + model, "{\"prices\": [{\"input\": 1000, \"output\": 1000}]}")
        .statusCode(200)
        .body("origin", equalTo("changed"))
        .body("prices", hasSize(2))
        .body("prices[0].input", equalTo(0.71f))
        .body("prices[1].from.length()", equalTo(10));

    var game = arena.game(2);
    arena.tick(game, "dear").statusCode(200);
    assertThat(
            arena.rows(
                "select distinct model_asked || ' '"
                    + " || (cost_nano = (input_tokens + output_tokens) * 1000000)"
                    + " from attempt where game_id = ?",
                game))
        .containsExactly(model + " true");

    admin()
        .delete(PLACE + "/wandb/" + model)
        .then()
        .statusCode(200)
        .body("model.origin", equalTo("shipped"))
        .body("model.prices", hasSize(1));
  }

  @Test
  void aTierHasAPriceOfItsOwn() {
    change(
            SHIPPED,
            """
            {"prices": [{"from": null, "input": 0.2, "output": 0.7},
              {"tier": "flex", "from": null, "input": 0.1, "output": 0.35},
              {"tier": "standard", "from": "2099-01-01", "input": 0.3, "output": 0.7}]}""")
        .statusCode(200)
        .body("prices.find { it.tier == 'flex' }.input", equalTo(0.1f))
        .body("prices.findAll { it.tier == null }", hasSize(2))
        .body("priceToday.input", equalTo(0.2f));
    change(
            SHIPPED,
            "{\"prices\": [{\"tier\": \"flex\", \"from\": null, \"input\": 0.11, \"output\": 0.4}]}")
        .statusCode(200)
        .body("prices.findAll { it.tier == 'flex' }.input", hasSize(1))
        .body("prices.find { it.tier == 'flex' }.input", equalTo(0.11f));
    change(SHIPPED, "{\"prices\": [{\"tier\": \"Fast Lane\", \"input\": 1, \"output\": 1}]}")
        .statusCode(400)
        .body("detail", containsString("tier: must be a service tier such as flex or priority"));
    change(SHIPPED, "{\"prices\": null}").statusCode(200);
    change(SHIPPED, "{\"prices\": [{\"tier\": \"flex\", \"input\": 1, \"output\": 1}]}")
        .statusCode(400)
        .body("detail", containsString("add a row without tier"));
  }

  @Test
  void futurePriceDoesNotAffectToday() {
    change(
            SHIPPED,
            """
            {"prices": [{"from": "2099-01-01", "input": 9, "output": 9},
              {"from": null, "input": 0.2, "output": 0.7}]}""")
        .statusCode(200)
        .body("prices", hasSize(2))
        .body("prices.find { it.from == null }.input", equalTo(0.2f));
    change(SHIPPED, "{\"prices\": null}").statusCode(200).body("prices", hasSize(0));
  }

  @Test
  void retiredModelIsReplacedByItsSuccessor() {
    change(SHIPPED, "{\"shutDown\": \"2026-01-01\", \"successor\": \"openai/gpt-oss-20b\"}")
        .statusCode(200)
        .body("answers", equalTo(false))
        .body("successor", equalTo("openai/gpt-oss-20b"));
    viewer()
        .get("/api/admin/ai-models")
        .then()
        .body("data.settings.providers.groq.effectiveModel", equalTo("openai/gpt-oss-20b"))
        .body("data.settings.providers.groq.warning", containsString("was shut down"));
    change(SHIPPED, "{\"shutDown\": null, \"successor\": null}")
        .statusCode(200)
        .body("answers", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"shutDown\": \"2026-01-01\"}|successor: must lead to a model that is not shut down",
        "{\"shutDown\": \"2026-01-01\", \"successor\": \"no/such\"}|successor: must lead to a model that is not shut down",
        "{\"successor\": \"openai/gpt-oss-20b\"}|successor: needs a shutDown day",
        "{\"shutDown\": \"soon\"}|shutDown: must be a day such as 2026-08-16",
        "{\"aliases\": [\"openai/gpt-oss-20b\"]}|is listed twice",
        "{\"aliases\": [\"two words\"]}|aliases[0]: must be a text that matches",
        "{\"can\": [\"FLY\"]}|can[0]: must be a text that matches",
        "{\"contextTokens\": 0}|contextTokens: must be a whole number from 1",
        "{\"contextTokens\": 1.5}|contextTokens: must be a whole number from 1",
        "{\"prices\": [{\"input\": -0.01, \"output\": 1}]}|prices[0].input: must be a number from 0 to 1000",
        "{\"prices\": [{\"input\": 1, \"output\": 1000.01}]}|prices[0].output: must be a number from 0 to 1000",
        "{\"prices\": [{\"input\": 1, \"output\": 0.0000001}]}|prices[0].output: must be a number from 0 to 1000 with at most 6 decimals",
        "{\"prices\": [{\"input\": 1e400, \"output\": 1}]}|prices[0].input: must be a number from 0 to 1000",
        "{\"prices\": [{\"input\": \"1\", \"output\": 1}]}|prices[0].input: must be a number from 0 to 1000",
        "{\"prices\": [{\"input\": 1}]}|prices[0].output: is required",
        "{\"prices\": [{\"from\": \"2027-02-30\", \"input\": 1, \"output\": 1}]}|prices[0].from: must be a day",
        "{\"prices\": [{\"abovePromptTokens\": 5, \"input\": 1, \"output\": 1}]}|prices: add a row without abovePromptTokens",
        "{\"prices\": 3}|prices: must be a list",
        "{\"provider\": \"wandb\"}|provider: is unknown",
        "{\"colour\": \"red\"}|colour: is unknown"
      })
  void invalidFieldIsNamed(String body, String fault) {
    refused(change(SHIPPED, body), 400, fault);
    viewer().get(SHIPPED).then().body("origin", equalTo("shipped"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{}|provider: is required",
        "400|{\"provider\": \"groq\"}|id: is required",
        "400|{\"provider\": \"groq\", \"id\": \"a//b\"}|id: must be a model's name",
        "409|{\"provider\": \"groq\", \"id\": \"openai/gpt-oss-120b\"}|is already in the catalogue",
        "400|{\"provider\": \"claude\", \"id\": \"claude-3-5-sonnet-latest\"}|is listed twice"
      })
  void invalidRegistrationIsRejected(int status, String body, String fault) {
    refused(register(body), status, fault);
  }

  @Test
  void modelInUseCannotBeUndone() {
    register(NEW_MODEL).statusCode(201);
    change(SHIPPED, "{\"shutDown\": \"2026-01-01\", \"successor\": \"acme/wise-1\"}")
        .statusCode(200);
    refused(admin().delete(NEW).then(), 409, "acme/wise-1 is in use");
    admin().delete(SHIPPED).then().statusCode(200);
    admin().delete(NEW).then().statusCode(200);
    refused(admin().delete(SHIPPED).then(), 409, "has no changes to undo");
  }

  @Test
  void changeIncrementsTheSharedVersion() {
    var tag = viewer().get(SHIPPED).getHeader("ETag");
    admin()
        .header("If-Match", tag)
        .body("{\"contextTokens\": 99999}")
        .patch(SHIPPED)
        .then()
        .statusCode(200);
    refused(
        admin().header("If-Match", tag).body("{\"contextTokens\": 88888}").patch(SHIPPED).then(),
        412,
        "version");
    viewer()
        .get("/api/admin/ai-models/history?limit=1")
        .then()
        .body("items[0].changes[0].field", equalTo("models/groq/openai/gpt-oss-120b"))
        .body("items[0].changes[0].from", equalTo("shipped"))
        .body("items[0].changes[0].to", equalTo("changed"));
    change(SHIPPED, "{\"contextTokens\": 99999}").statusCode(200);
    var same = viewer().get(SHIPPED).getHeader("ETag");
    change(SHIPPED, "{\"contextTokens\": 99999}").statusCode(200).header("ETag", same);
  }
}
