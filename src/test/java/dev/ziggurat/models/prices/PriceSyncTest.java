package dev.ziggurat.models.prices;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices from a list: what differs is told, and exactly that is applied once it is confirmed. */
@QuarkusTest
class PriceSyncTest {

  private static final String SYNCS = "/api/admin/price-syncs";

  /** In the catalogue at 0.6 and 3 dollars per million tokens. */
  private static final String SHIPPED = "qwen/qwen3.6-27b";

  @Inject Arena arena;

  /** A model of Groq's with a price for short and one for long prompts. */
  private String model;

  @BeforeEach
  void register() {
    arena.calm();
    model = "priced-" + UUID.randomUUID();
    admin()
        .body(
            """
            {"provider": "groq", "id": "%s", "contextTokens": 100000, "maxOutputTokens": 1000, "prices": [
              {"input": 1, "cached": 0.5, "output": 4},
              {"abovePromptTokens": 200000, "input": 2, "cached": 1, "output": 8}]}
            """
                .formatted(model))
        .post("/api/admin/models")
        .then()
        .statusCode(201);
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static ValidatableResponse compared(String list) {
    return admin().body(list).post(SYNCS).then();
  }

  private String catalogue(String prices) {
    return "{\"models\": [{\"provider\": \"groq\", \"id\": \"%s\", \"prices\": %s}]}"
        .formatted(model, prices);
  }

  private static String idOf(ValidatableResponse answer) {
    return answer.statusCode(201).extract().path("id");
  }

  private ValidatableResponse stored() {
    return admin().get("/api/admin/models/groq/" + model).then().statusCode(200);
  }

  private static ValidatableResponse confirm(String id) {
    return admin().post(SYNCS + "/" + id + "/confirmation").then();
  }

  /**
   * What a call to the model costs, in nano-dollars for a token of the prompt and of the answer.
   */
  private String called() {
    return admin()
        .body(
            """
            {"model": "groq/%s", "max_tokens": 500, "messages": [{"role": "user", "content": "hello"}]}
            """
                .formatted(SHIPPED))
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .extract()
        .header("X-Request-Id");
  }

  private void costs(String call, long perInput, long perOutput) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            """
                            select cast(cost_nano = input_tokens * cast(? as bigint)
                              + output_tokens * cast(? as bigint) and cost_nano > 0 as text)
                            from attempt where call_id = cast(? as uuid)
                            """,
                            perInput,
                            perOutput,
                            call))
                    .containsExactly("true"));
  }

  @Test
  void whatIsConfirmedIsUsedFromNowOnAndWhatWasRecordedKeepsItsCost() {
    var before = called();
    costs(before, 600, 3_000);
    model = SHIPPED;
    var difference = compared(catalogue("[{\"input\": 0.75, \"output\": 3.25}]"));
    difference
        .statusCode(201)
        .body("format", equalTo("catalogue"))
        .body("source", equalTo("file"))
        .body("added", hasSize(0))
        .body("refused", hasSize(0))
        .body("unchanged", equalTo(0))
        .body("changed", hasSize(1))
        .body("changed[0].id", equalTo(model))
        .body("changed[0].tier", nullValue())
        .body("changed[0].abovePromptTokens", nullValue())
        .body("changed[0].before.input", equalTo(0.6f))
        .body("changed[0].after.input", equalTo(0.75f))
        .body("changed[0].after.output", equalTo(3.25f));
    stored().body("prices", hasSize(1));
    var id = idOf(difference);
    admin().get(SYNCS + "/" + id).then().statusCode(200).body("changed", hasSize(1));
    try {
      confirm(id).statusCode(200).body("confirmed", equalTo(true)).body("changed", hasSize(1));
      stored()
          .body("prices", hasSize(2))
          .body("prices.find { it.from == null }.input", equalTo(0.6f))
          .body("prices.find { it.from != null }.input", equalTo(0.75f));
      costs(called(), 750, 3_250);
      costs(before, 600, 3_000);
      confirm(id).statusCode(404).body("detail", containsString("was confirmed"));
      admin()
          .get("/api/admin/audit?limit=20")
          .then()
          .statusCode(200)
          .body(
              "items.findAll { it.action == 'models.prices' }.detail.toString()",
              containsString(SHIPPED));
    } finally {
      admin().delete("/api/admin/models/groq/" + SHIPPED);
    }
  }

  /** Long prompts keep their price, which is written again. */
  @Test
  void onlyWhatDiffersChanges() {
    var difference =
        compared(
            catalogue(
                """
                [{"input": 1.5, "cached": 0.5, "output": 4.25},
                 {"abovePromptTokens": 200000, "input": 2, "cached": 1, "output": 8}]"""));
    difference.body("changed", hasSize(1)).body("changed[0].before.cached", equalTo(0.5f));
    confirm(idOf(difference)).statusCode(200);
    stored()
        .body("prices", hasSize(4))
        .body("prices.findAll { it.from == null }.output", equalTo(List.of(4, 8)))
        .body("prices.findAll { it.from != null }.output", equalTo(List.of(4.25f, 8)));
  }

  @Test
  void theSameListDiffersNoMore() {
    var list = catalogue("[{\"input\": 3, \"output\": 5}]");
    var difference = compared(list);
    difference
        .body("changed", hasSize(2))
        .body("changed.find { it.abovePromptTokens == 200000 }.after", nullValue());
    confirm(idOf(difference)).statusCode(200);
    // Prices without a row for long prompts replace both.
    stored().body("prices", hasSize(3));
    var again = compared(list);
    again.body("changed", hasSize(0)).body("added", hasSize(0)).body("unchanged", equalTo(1));
    confirm(idOf(again)).statusCode(409).body("detail", containsString("nothing to confirm"));
  }

  @Test
  void aDifferenceToACatalogueThatHasChangedSinceIsRefused() {
    var id = idOf(compared(catalogue("[{\"input\": 3, \"output\": 5}]")));
    admin()
        .body("{\"contextTokens\": 5000}")
        .patch("/api/admin/models/groq/" + model)
        .then()
        .statusCode(200);
    confirm(id).statusCode(409).body("detail", containsString("make a new one"));
    stored().body("prices", hasSize(2));
  }

  /** Else rows would begin on a day that is over. */
  @Test
  void aDifferenceOfAnEarlierDayIsRefused() {
    var id = idOf(compared(catalogue("[{\"input\": 3, \"output\": 5}]")));
    arena.change(
        """
        update price_sync set plan = regexp_replace(plan, '"from":"[0-9-]+"', '"from":"2020-01-01"')
        where id = ?::uuid
        """,
        id);
    confirm(id).statusCode(409).body("detail", containsString("2020-01-01"));
    stored().body("prices", hasSize(2));
  }

  @Test
  void aNewTierIsAddedAndPricedModelsThatAreMissingAreNamed() {
    var other = model;
    register();
    compared(
            catalogue(
                """
                [{"input": 1, "cached": 0.5, "output": 4},
                 {"abovePromptTokens": 200000, "input": 2, "cached": 1, "output": 8},
                 {"tier": "priority", "input": 2, "output": 8},
                 {"from": "2199-01-01", "input": 9, "output": 9}]"""))
        .statusCode(201)
        .body("changed", hasSize(0))
        .body("added", hasSize(1))
        .body("added[0].tier", equalTo("priority"))
        .body("added[0].before", nullValue())
        .body("gone.id", hasItem(other))
        .body("gone.id", not(hasItem(model)));
  }

  /** In LiteLLM's file, parts of a price may be missing; they stay as they are. */
  @Test
  void liteLlmsFileIsRead() {
    var list =
        """
        {"sample_spec": {"litellm_provider": "one of https://docs.litellm.ai/docs/providers", "mode": "chat"},
         "groq/%s": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 1.25e-06,
           "output_cost_per_token": 4e-06, "input_cost_per_token_above_200k_tokens": 3e-06,
           "input_cost_per_token_priority": 2.5e-06, "output_cost_per_token_priority": 8e-06,
           "max_tokens": 8192, "supports_function_calling": true},
         "groq/nobody-knows-me": {"litellm_provider": "groq", "mode": "chat", "input_cost_per_token": 1e-06,
           "output_cost_per_token": 1e-06},
         "bedrock/some": {"litellm_provider": "bedrock", "mode": "chat", "input_cost_per_token": 1e-06}}
        """
            .formatted(model);
    compared(list)
        .statusCode(201)
        .body("format", equalTo("litellm"))
        .body("notInCatalogue", equalTo(3))
        .body("changed", hasSize(2))
        .body("changed.find { it.abovePromptTokens == null }.after.input", equalTo(1.25f))
        .body("changed.find { it.abovePromptTokens == null }.after.cached", equalTo(0.5f))
        .body("changed.find { it.abovePromptTokens == 200000 }.after.input", equalTo(3))
        .body("changed.find { it.abovePromptTokens == 200000 }.after.output", equalTo(8))
        .body("added", hasSize(1))
        .body("added[0].tier", equalTo("priority"))
        .body("added[0].after.output", equalTo(8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"input\": -1, \"output\": 1}]|prices[0].input: -1 US dollars per million tokens is no price",
        "[{\"input\": 0.0000001, \"output\": 1}]|prices[0].input: 1.0E-7 US dollars",
        "[{\"input\": 1, \"output\": 1001}]|prices[0].output: 1001 US dollars",
        "[{\"input\": 1, \"output\": 1e999999999}]|prices[0].output: must be a number",
        "[{\"input\": \"1\", \"output\": 1}]|prices[0].input: must be a number",
        "[{\"input\": 1}]|prices[0].output: is required",
        "[{\"abovePromptTokens\": 9, \"input\": 1, \"output\": 1}]|prices: a row without abovePromptTokens",
        "[{\"input\": 1, \"output\": 1}, {\"input\": 2, \"output\": 1}]|prices[1].from: two rows",
        "[{\"from\": \"today\", \"input\": 1, \"output\": 1}]|prices[0].from: must be a day such as 2026-08-16, not \"today\"",
        "[{\"from\": 2026, \"input\": 1, \"output\": 1}]|prices[0].from: must be a text",
        "{\"input\": 3, \"output\": 4}|prices: must be a list of prices, [] for none, not {\"input\":3,\"output\":4}",
        "\"x\"|prices: must be a list",
        "null|prices: must be a list of prices, [] for none, not null",
        "[[3, 4]]|prices[0]: must be an object such as {\"input\": 0.6, \"output\": 3}, not [3,4]",
        "[{\"abovePromptTokens\": \"200000\", \"input\": 3, \"output\": 4}]|prices[0].abovePromptTokens: must be a whole number from 1 to 100000000, not \"200000\"",
        "[{\"abovePromptTokens\": 200000.5, \"input\": 3, \"output\": 4}]|prices[0].abovePromptTokens: must be",
        "[{\"abovePromptTokens\": 18446744073709751616, \"input\": 3, \"output\": 4}]|prices[0].abovePromptTokens: must be",
        "[{\"abovePromptTokens\": 0, \"input\": 3, \"output\": 4}]|prices[0].abovePromptTokens: must be",
        "[{\"abovePromptTokens\": -5, \"input\": 3, \"output\": 4}]|prices[0].abovePromptTokens: must be",
        "[{\"promptTokensAbove\": 200000, \"input\": 3, \"output\": 4}]|prices[0]: has an unknown field, promptTokensAbove; known are tier",
        "[{\"tier\": 5, \"input\": 3, \"output\": 4}]|prices[0].tier: must be a text",
        "[{\"tier\": \"Flex!!\", \"input\": 3, \"output\": 4}]|prices[0].tier: must be a service tier such as flex or priority, not \"Flex!!\"",
        "[{\"tier\": \"standard\", \"input\": 1, \"output\": 1}, {\"input\": 2, \"output\": 1}]|prices[1].from: two rows",
        "[{\"input\": 1, \"output\": 1}, {\"from\": \"2199-01-01\", \"input\": \"x\", \"output\": 1}]|prices[1].input: must be a number",
      })
  void aWrongEntryIsRefusedWithItsReason(String prices, String reason) {
    compared(catalogue(prices))
        .statusCode(201)
        .body("changed", hasSize(0))
        .body("refused", hasSize(1))
        .body("refused[0].entry", equalTo("models[0], " + model))
        .body("refused[0].reason", startsWith(reason));
  }

  /** One wrong entry says nothing of the others. */
  @Test
  void wrongEntriesLeaveTheOthers() {
    compared(
            """
            {"models": [5, {"id": "%1$s", "prices": []}, {"provider": 5, "id": "%1$s", "prices": []},
              {"provider": "groq", "id": 5, "prices": []}, {"provider": "groq", "id": "%1$s"},
              {"provider": "groq", "id": "%1$s", "prices": [{"tier": "a b", "input": 9, "output": 9}]},
              {"provider": "groq", "id": "%1$s", "prices": [{"tier": "standard", "input": 3, "output": 4}]}]}
            """
                .formatted(model))
        .statusCode(201)
        .body(
            "refused.reason",
            equalTo(
                List.of(
                    "must be a JSON object, not 5",
                    "provider: is required",
                    "provider: must be a text, not 5",
                    "id: must be a text, not 5",
                    "prices: is required: a list of prices, [] for none",
                    "prices[0].tier: must be a service tier such as flex or priority, not \"a b\"")))
        .body("changed.find { it.abovePromptTokens == null }.tier", nullValue())
        .body("changed.find { it.abovePromptTokens == null }.after.input", equalTo(3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"litellm_provider\": 5}|litellm_provider: must be a text",
        "{\"litellm_provider\": \"groq\", \"mode\": 5}|mode: must be a text",
        "{\"litellm_provider\": \"groq\", \"input_cost_per_token\": \"1e-6\"}|input_cost_per_token: must be a number",
        "{\"litellm_provider\": \"groq\", \"input_cost_per_token_above_0k_tokens\": 1e-6}|fields ending in _above_0k_tokens: must be above",
        "{\"litellm_provider\": \"groq\", \"output_cost_per_token_above_999999k_tokens\": 1e-6}|fields ending in _above_999999k_tokens: must be above",
        "[]|must be a JSON object, not []",
      })
  void aWrongEntryOfLiteLlmsFileIsRefusedWithItsReason(String fields, String reason) {
    compared(
            "{\"groq/%s\": %s, \"groq/nobody-knows-me\": {\"litellm_provider\": \"groq\"}}"
                .formatted(model, fields))
        .statusCode(201)
        .body("changed", hasSize(0))
        .body("refused", hasSize(1))
        .body("refused[0].entry", equalTo("groq/" + model))
        .body("refused[0].reason", startsWith(reason));
  }

  /** A price of long prompts' answers alone is one of long prompts too. */
  @Test
  void whatLiteLlmsFileSaysOfTheAnswersToLongPromptsIsRead() {
    compared(
            """
            {"groq/%s": {"litellm_provider": "groq", "output_cost_per_token_above_200k_tokens": 9e-06}}
            """
                .formatted(model))
        .statusCode(201)
        .body("changed", hasSize(1))
        .body("changed[0].abovePromptTokens", equalTo(200_000))
        .body("changed[0].after.input", equalTo(2))
        .body("changed[0].after.output", equalTo(9));
  }

  /** Clients that are made from the OpenAPI document send what they leave out as null. */
  @Test
  void anAlternativeThatIsNullIsLeftOut() {
    compared(
            catalogue("[{\"tier\": null, \"from\": null, \"input\": 3, \"output\": 4}]")
                .replaceFirst("\\{", "{\"url\": null, "))
        .statusCode(201)
        .body("changed", hasSize(2));
    compared("{\"url\": \"http://prices.example\", \"models\": null}")
        .statusCode(400)
        .body("detail", startsWith("url: must be an https address"));
    compared("{\"url\": null, \"models\": null}")
        .statusCode(400)
        .body("detail", startsWith("body: must be a price list"));
    compared("{\"url\": \"https://prices.example\", \"models\": []}")
        .statusCode(400)
        .body("detail", startsWith("models: send either"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|body: must be a price list",
        "{}|body: must be a price list",
        "{\"url\": \"http://prices.example\"}|url: must be an https address",
        "{\"url\": \"https://127.0.0.1/prices\"}|url: must be a public address",
        "{\"url\": \"https://prices.example/?key=1\"}|url: must be an https address",
      })
  void whatIsNoPriceListIsRefused(String body, String reason) {
    compared(body).statusCode(400).body("detail", startsWith(reason));
  }

  @Test
  void onlyAnAdminMayCompareAndConfirm() {
    for (var path : List.of(SYNCS, SYNCS + "/" + UUID.randomUUID() + "/confirmation")) {
      given()
          .header("Authorization", "Bearer dev-viewer")
          .contentType(ContentType.JSON)
          .body("{}")
          .post(path)
          .then()
          .statusCode(403);
    }
    admin().get(SYNCS + "/" + UUID.randomUUID()).then().statusCode(404);
  }
}
