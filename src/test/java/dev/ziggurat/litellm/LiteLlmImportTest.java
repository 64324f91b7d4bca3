package dev.ziggurat.litellm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The import of LiteLLM configurations by REST. */
@QuarkusTest
class LiteLlmImportTest {

  private static final String MODELS = "/api/admin/models";
  private static final String PLACE = MODELS + "/import";
  private static final String ONE =
      """
      {"model_list": [{"model_name": "%s", "litellm_params": {"model": "%s"}}]}""";

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void resetCatalogue() {
    arena.calm();
    for (var row : arena.rows("select provider || '/' || id from catalogue_model")) {
      admin().delete(MODELS + "/" + row).then().statusCode(200);
    }
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static String config() {
    try (InputStream file = LiteLlmImportTest.class.getResourceAsStream("/litellm/config.yaml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ValidatableResponse yaml(String body, String query) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .header("Content-Type", "application/yaml")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(PLACE + query)
        .then();
  }

  private static ValidatableResponse json(String body) {
    return admin().body(body).post(PLACE).then();
  }

  private static ValidatableResponse refused(ValidatableResponse answer, String detail) {
    return answer
        .statusCode(400)
        .contentType("application/problem+json")
        .body("success", equalTo(false))
        .body("detail", containsString(detail));
  }

  private static ValidatableResponse model(String id) {
    return admin().get(MODELS + "/" + id).then().statusCode(200);
  }

  private static String version() {
    return model("groq/openai/gpt-oss-120b").extract().header("ETag");
  }

  private static ValidatableResponse ask(String model) {
    return admin()
        .body(
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
                .formatted(model))
        .post("/v1/chat/completions")
        .then();
  }

  @Test
  void completeConfigurationIsImported() {
    var before = version();
    var answer = yaml(config(), "").statusCode(200);

    answer
        .body("dryRun", equalTo(false))
        .body(
            "models.did",
            contains(
                "changed", "changed", "changed", "kept", "registered", "kept", "changed", "kept"))
        .body("models[1].place", equalTo("model_list[1]"))
        .body(
            "models.alias",
            contains("fast-chat", "team-gpt", "team-gpt", null, "crier", null, "sonnet", null))
        .body(
            "models.provider",
            contains("groq", "wandb", "groq", "wandb", "wandb", "openai", "claude", "wandb"))
        .body(
            "notTakenOver.section",
            contains("litellm_settings", "router_settings", "general_settings"))
        .body("notTakenOver.instead", everyItem(not(containsString("no equivalent"))));
    assertThat(answer.extract().header("ETag"))
        .isEqualTo("\"" + answer.extract().jsonPath().getLong("version") + "\"")
        .isEqualTo(version())
        .isNotEqualTo(before);
  }

  @Test
  void newModelHasTheFactsOfItsEntry() {
    yaml(config(), "").statusCode(200);

    model("wandb/acme/town-crier-8b")
        .body("origin", equalTo("registered"))
        .body("localNames", contains("crier"))
        .body("contextTokens", equalTo(131072))
        .body("maxOutputTokens", equalTo(8192))
        .body(
            "can",
            contains("JSON_SCHEMA", "JSON_OBJECT", "TEMPERATURE", "TOOLS", "VISION", "REASONING"))
        .body("prices", hasSize(1))
        .body("prices[0].from", nullValue())
        .body("prices[0].input.toString()", equalTo("0.15"))
        .body("prices[0].cached.toString()", equalTo("0.015"))
        .body("prices[0].cacheWrite", equalTo(0))
        .body("prices[0].output.toString()", equalTo("0.6"));
  }

  @Test
  void knownModelKeepsItsFactsAndGetsAPriceFromToday() {
    yaml(config(), "").statusCode(200);

    model("groq/openai/gpt-oss-120b")
        .body("origin", equalTo("changed"))
        .body("contextTokens", equalTo(131072))
        .body("can", hasItem("REASONING"))
        .body("prices", hasSize(2))
        .body("prices[0].input", equalTo(0.15f))
        .body("prices[1].from.length()", equalTo(10))
        .body("priceToday.input", equalTo(0.2f))
        .body("priceToday.cached", equalTo(0.075f))
        .body("priceToday.output", equalTo(0.8f));
    model("groq/openai/gpt-oss-20b").body("prices", hasSize(1));
  }

  @Test
  void clientsKeepTheirModelNames() {
    yaml(config(), "").statusCode(200);

    ask("fast-chat").statusCode(200).header("X-Ziggurat-Provider", "groq");
    ask("groq/fast-chat").statusCode(200).header("X-Ziggurat-Provider", "groq");
    assertThat(given().get("/simulator/observations").jsonPath().getList("latest.model"))
        .isNotEmpty()
        .containsOnly("openai/gpt-oss-20b");
    ask("team-gpt").statusCode(200).header("X-Ziggurat-Provider", "wandb");
    arena.faults("{\"wandb\": {\"status\": 500}}");
    ask("team-gpt").statusCode(200).header("X-Ziggurat-Provider", "groq");
    admin()
        .get("/v1/models")
        .then()
        .body("data.id", hasItems("fast-chat", "team-gpt", "crier"))
        .body("data.find { it.id == 'team-gpt' }.owned_by", equalTo("wandb, groq"));
  }

  @Test
  void repeatedImportChangesNothing() {
    yaml(config(), "").statusCode(200);
    var version = version();
    var audited = arena.rows("select count(*) from audit");

    yaml(config(), "")
        .statusCode(200)
        .header("ETag", version)
        .body("models.did", everyItem(equalTo("kept")))
        .body("models[0].alias", equalTo("fast-chat"));

    assertThat(arena.rows("select count(*) from audit")).isEqualTo(audited);
  }

  @Test
  void dryRunChangesNothing() {
    var version = version();

    yaml(config(), "?dryRun=true")
        .statusCode(200)
        .header("ETag", version)
        .body("dryRun", equalTo(true))
        .body("models[4].did", equalTo("registered"));

    assertThat(version()).isEqualTo(version);
    assertThat(arena.rows("select count(*) from catalogue_model")).containsExactly("0");
  }

  @Test
  void importMakesOneVersionAndOneAuditEntry() {
    yaml(config(), "").statusCode(200);

    assertThat(arena.rows("select action || ' ' || subject from audit order by id desc limit 1"))
        .containsExactly("models.import models");
    admin()
        .get("/api/admin/ai-models/history?limit=1")
        .then()
        .body(
            "items[0].changes.field",
            hasItems("models/wandb/acme/town-crier-8b", "models/groq/openai/gpt-oss-20b"))
        .body("items[0].changes.to", hasItems("registered", "changed"));
    var old = "\"1\"";
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .header("If-Match", old)
        .body(ONE.formatted("x", "groq/acme/wise-1"))
        .post(PLACE)
        .then()
        .statusCode(412);
  }

  @Test
  void secretsAreNeitherStoredNorRepeated() {
    var answer = yaml(config(), "").statusCode(200);

    assertThat(answer.extract().asString())
        .doesNotContain("not-for-anybody")
        .contains("api_key is not imported: set GROQ_API_KEY")
        .contains("api_key refers to TEAM_WANDB_KEY: set WANDB_API_KEY instead");
    assertThat(arena.rows("select entry from catalogue_model").toString())
        .doesNotContain("not-for-anybody");
    assertThat(arena.rows("select detail::text from audit order by id desc limit 1").toString())
        .doesNotContain("not-for-anybody");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_list:\n  - api_key: @sk-not-for-anybody\n",
        "model_list: [sk-not-for-anybody",
        "model_list:\n - model_name: {sk-not-for-anybody: [}\n",
        "sk-not-for-anybody",
        "- sk-not-for-anybody",
        "model_list: sk-not-for-anybody",
        "model_list: [sk-not-for-anybody]",
        "a: &a sk-not-for-anybody\nb: *a\n",
        "model_list: [{model_name: a, litellm_params: sk-not-for-anybody}]",
        "model_list: [{model_name: a, litellm_params: {model: wandb/x y sk-not-for-anybody}}]",
        "model_list: [{model_name: 'sk not-for-anybody', litellm_params: {model: wandb/x}}]",
        "model_list: [{model_name: a, litellm_params: {model: wandb/x}, model_info: {max_tokens: sk-not-for-anybody, supports_vision: sk-not-for-anybody, input_cost_per_token: sk-not-for-anybody}}]",
        "model_list: [{model_name: a, litellm_params: {model: openai/x, api_base: 'https://sk-not-for-anybody@elsewhere/'}}]",
        "sk not-for-anybody: {}",
        "\"{\\\"model_list\\\": sk_not-for-anybody\""
      })
  void invalidValuesAreNotRepeated(String body) {
    var answer = yaml(body, "").statusCode(400).extract().asString();
    assertThat(answer).doesNotContain("not-for-anybody");
    answer = json("{\"api_key\": sk_not-for-anybody}").statusCode(400).extract().asString();
    assertThat(answer).doesNotContain("not-for-anybody").contains("is not valid JSON: see line 1");
  }

  @Test
  void allErrorsAreReportedAndNothingIsChanged() {
    var version = version();
    refused(
            yaml(
                """
                model_list:
                  - model_name: good
                    litellm_params: {model: groq/acme/wise-1}
                  - model_name: azure-gpt
                    litellm_params: {model: azure/gpt-4o}
                  - model_name: two words
                    litellm_params: {model: wandb/acme/wise-1}
                  - litellm_params: {model: wandb/acme/wise-2}
                    model_info: {max_tokens: many, supports_vision: maybe}
                """,
                ""),
            "5 errors, nothing was changed. model_list[1]: litellm_params.model: azure is not a configured provider")
        .body(
            "errors.place",
            contains(
                "model_list[1]",
                "model_list[2]",
                "model_list[3]",
                "model_list[3]",
                "model_list[3]"))
        .body("errors.field", hasItems("model_name", "model_info.max_tokens"))
        .body("errors.message", hasItem(containsString("remove the entry")));
    assertThat(version()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|bedrock/anthropic.claude-v2|litellm_params.model: bedrock is not a configured provider",
        "a|ollama/llama3|litellm_params.model: ollama is not a configured provider",
        "a|mistral-large|litellm_params.model: has no provider prefix",
        "a|wandb/|litellm_params.model: must be a provider and a model's name",
        "a|groq/llama-*|litellm_params.model: has an unsupported wildcard",
        "team/*|groq/*|model_name: cannot rename all models",
        "auto|groq/acme/wise-1|model_name: is reserved",
        "a b|groq/acme/wise-1|model_name: must be made of letters",
        "gpt-4o|openai/gpt-4o-mini|model_name: is already a name of another model of openai, gpt-4o"
      })
  void unsupportedEntriesAreRejected(String name, String model, String fault) {
    refused(json(ONE.formatted(name, model)), "model_list[0]: " + fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "claude-opus-4-8|claude",
        "gpt-4.1|openai",
        "o3|openai",
        "claude/claude-opus-4-8|claude",
        "groq/compound|groq",
        "groq/groq/compound|groq",
        "wandb/openai/gpt-oss-20b|wandb"
      })
  void providerIsReadFromTheModelName(String model, String provider) {
    json(ONE.formatted("mine", model))
        .statusCode(200)
        .body("models[0].provider", equalTo(provider))
        .body("models[0].did", equalTo("changed"));
  }

  @ParameterizedTest
  @CsvSource({"*, groq/*", "groq/*, groq/*", "anthropic/*, claude/*"})
  void wildcardNeedsNoImport(String name, String model) {
    json(ONE.formatted(name, model))
        .statusCode(200)
        .body("models[0].did", equalTo("kept"))
        .body("models[0].notes[0]", startsWith("needs no import"));
  }

  @Test
  void nameIsUniqueWithinAProvider() {
    refused(
        json(
            """
            {"model_list": [
              {"model_name": "a", "litellm_params": {"model": "groq/acme/wise-1"}},
              {"model_name": "a", "litellm_params": {"model": "groq/acme/wise-1"}},
              {"model_name": "a", "litellm_params": {"model": "groq/acme/wise-2"}}]}"""),
        "1 error, nothing was changed. model_list[2]: model_name: model_list[0] gives this name");
  }

  @Test
  void contradictingPricesOfOneModelAreRejected() {
    refused(
        json(
            """
            {"model_list": [
              {"model_name": "a", "litellm_params": {"model": "groq/openai/gpt-oss-20b",
                "input_cost_per_token": 7.5e-08, "output_cost_per_token": 3e-07}},
              {"model_name": "b", "litellm_params": {"model": "groq/openai/gpt-oss-20b",
                "input_cost_per_token": 8e-08, "output_cost_per_token": 3e-07}}]}"""),
        "model_list[1]: input_cost_per_token: model_list[0] states another price");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"input_cost_per_token\": 0.015, \"output_cost_per_token\": 1e-06|is more than 1000 dollars per million tokens, namely 15000",
        "\"input_cost_per_token\": 1e+300, \"output_cost_per_token\": 1e-06|is more than 1000 dollars",
        "\"input_cost_per_token\": \"1e999999999\"|is more than 1000 dollars per million tokens: the unit is",
        "\"input_cost_per_token\": \"1e-999999999\"|has more decimals than a millionth of a dollar per million tokens",
        "\"input_cost_per_token\": \"1e-9999999999999\"|must be a number",
        "\"input_cost_per_token\": 1.00000000000001e-06|has more decimals than a millionth of a dollar per million tokens: write 0.000001000000",
        "\"input_cost_per_token\": -1e-06|must not be negative",
        "\"input_cost_per_token\": 1e400|must be a number",
        "\"input_cost_per_token\": 1e-06|output_cost_per_token: is required",
        "\"cache_read_input_token_cost\": 1e-06|input_cost_per_token: is required",
        "\"max_tokens\": 0|must be a whole number from 1",
        "\"max_input_tokens\": 1.5|must be a whole number from 1",
        "\"mode\": \"rerank\"|mode: must be chat or embedding",
        "\"litellm_provider\": \"azure\"|litellm_provider: azure is not a configured provider",
        "\"supports_vision\": 1|supports_vision: must be true or false"
      })
  void invalidFactIsRejected(String fact, String fault) {
    refused(json("{\"groq/acme/wise-1\": {%s}}".formatted(fact)), fault)
        .body("errors[0].place", equalTo("groq/acme/wise-1"));
  }

  @Test
  void modelsOfVectorsAreImported() {
    json("""
            {"wandb/acme/vectors-1": {"mode": "embedding", "max_input_tokens": 8192,
               "input_cost_per_token": 2e-08, "output_vector_size": 1536}}""")
        .statusCode(200)
        .body("models.did", everyItem(equalTo("registered")));
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/api/admin/models/wandb/acme/vectors-1")
        .then()
        .body("can", contains("EMBEDDINGS"))
        .body("contextTokens", equalTo(8192))
        .body("priceToday.input", equalTo(0.02f))
        .body("priceToday.output", equalTo(0));
  }

  @Test
  void registerModelFormatIsImported() {
    json("""
            {"wandb/acme/town-crier-8b": {"max_tokens": 8192, "input_cost_per_token": 2.2e-07,
               "output_cost_per_token": "2.2e-07", "litellm_provider": "wandb", "mode": "chat"},
             "acme/wise-1": {"litellm_provider": "groq"}}""")
        .statusCode(200)
        .body("models.did", everyItem(equalTo("registered")))
        .body("models.place", contains("wandb/acme/town-crier-8b", "acme/wise-1"))
        .body("models[1].notes[0]", startsWith("its price is unknown"));

    model("wandb/acme/town-crier-8b")
        .body("maxOutputTokens", equalTo(8192))
        .body("localNames", hasSize(0))
        .body("prices[0].output", equalTo(0.22f));
    model("groq/acme/wise-1").body("prices", hasSize(0));
  }

  @Test
  void pricesOfServiceTiersAreImported() {
    var entry =
        """
        {"openai/acme/tiered": {"input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06,
          "input_cost_per_token_flex": 1e-06, "output_cost_per_token_flex": 4e-06,
          "cache_read_input_token_cost_flex": 2.5e-07,
          "input_cost_per_token_priority": 3.5e-06, "output_cost_per_token_priority": 1.4e-05,
          "input_cost_per_token_batches": 1e-06, "output_cost_per_token_batches": %s}}""";
    json(entry.formatted("4e-06"))
        .statusCode(200)
        .body("models[0].notes", not(hasItem(containsString("_"))));
    model("openai/acme/tiered")
        .body("prices.tier", contains(null, "flex", "priority", "batch"))
        .body("prices.input.collect { it as float }", contains(2f, 1f, 3.5f, 1f))
        .body("prices.output.collect { it as float }", contains(8f, 4f, 14f, 4f))
        .body("prices[1].cached", equalTo(0.25f))
        .body("priceToday.input", equalTo(2));
    json(entry.formatted("4e-06")).statusCode(200);
    model("openai/acme/tiered").body("prices", hasSize(4));
    json(entry.formatted("5e-06")).statusCode(200);
    model("openai/acme/tiered")
        .body("prices", hasSize(5))
        .body("prices[4].tier", equalTo("batch"))
        .body("prices[4].output", equalTo(5));
    for (var part :
        List.of(
            "\"input_cost_per_token_flex\": 1e-06, \"output_cost_per_token_flex\": 1e-06",
            "\"input_cost_per_token\": 1e-06, \"output_cost_per_token\": 1e-06, \"input_cost_per_token_flex\": 1e-06")) {
      json("{\"openai/acme/half\": {" + part + "}}")
          .statusCode(400)
          .body("detail", containsString("is required: no price is known yet"));
    }
  }

  @Test
  void longPromptsKeepTheirPrice() {
    json("""
            {"claude/claude-haiku-5-5": {"input_cost_per_token": 2e-07,
              "output_cost_per_token": 6e-07}}""")
        .statusCode(200)
        .body("models[0].notes", hasItem("long prompts keep their price"));
    model("claude/claude-haiku-5-5")
        .body("priceToday.input", equalTo(0.2f))
        .body("prices", hasSize(4))
        .body("prices.findAll { it.from != null }.input", hasItems(0.2f, 0.5f));
  }

  @Test
  void entryWithAnotherBaseUrlIsRejected() {
    for (var base : new String[] {"http://localhost:8000/v1", "os.environ/VLLM_BASE", "?"}) {
      refused(
          json(
              """
              {"model_list": [{"model_name": "a", "litellm_params":
                {"model": "openai/acme/wise-1", "api_base": "%s"}}]}"""
                  .formatted(base)),
          "litellm_params.api_base: is not the base URL of openai");
    }
    json("""
            {"model_list": [{"model_name": "a", "litellm_params":
              {"model": "groq/acme/wise-1", "api_base": "os.environ/MY_GROQ"}}]}""")
        .statusCode(200)
        .body("models[0].notes", hasItem(containsString("set GROQ_API_BASE instead")));
  }

  @Test
  void localNameCanBeRemoved() {
    json(ONE.formatted("mine", "groq/openai/gpt-oss-20b")).statusCode(200);
    admin()
        .body("{\"localNames\": [\"ours\"]}")
        .patch(MODELS + "/groq/openai/gpt-oss-20b")
        .then()
        .statusCode(200)
        .body("localNames", contains("ours"));
    ask("mine").statusCode(404);
    ask("ours").statusCode(200).header("X-Ziggurat-Provider", "groq");
  }

  private static String entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"model_name\": \"m%d\", \"litellm_params\": {\"model\": \"groq/acme/m-%d\"}}"
                    .formatted(i, i))
        .collect(Collectors.joining(",", "{\"model_list\": [", "]}"));
  }

  @Test
  void sizesAreLimited() {
    refused(json(entries(501)), "model_list: must have at most 500 models");
    refused(json("{\"model_list\": " + "[".repeat(50)), "body: is nested deeper than 20 levels");
    refused(yaml("model_list: " + "[".repeat(50), ""), "body: is nested deeper than 20 levels");
    refused(yaml("a:\n  " + "- ".repeat(5_000), ""), "body: is nested deeper");
    refused(yaml("#" + "x".repeat(1_100_000), ""), "body: is longer than 1048576 bytes");
    refused(
        json("{\"a\": \"%s\"}".formatted("x".repeat(200_000))), "has a text longer than 100000");
    refused(yaml("a: 1\na: 2", ""), "body: is not valid YAML: see line 2");
    refused(yaml("", ""), "body: must be an object with model_list");
    refused(yaml("# nothing", ""), "body: must be an object with model_list");
    refused(json("{}"), "model_list: is required");
    refused(json("{\"litellm_settings\": {}}"), "model_list: is required");
    json("{\"model_list\": []}").statusCode(200).body("models", hasSize(0));
  }

  @Test
  void yamlAliasesAreRejected() {
    refused(
        yaml("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nmodel_list: *c", ""),
        "body: line 2 has an alias");
    refused(
        yaml("d: &d {model: groq/x}\nmodel_list:\n - litellm_params:\n    <<: *d", ""),
        "body: line 4 has an alias");
    refused(yaml("a: &a x\n*a : y", ""), "body: is not valid YAML: see line 2");
  }

  @Test
  void severalYamlDocumentsAreRejected() {
    refused(
        yaml("model_list: []\n---\nmodel_list: []\n", ""),
        "body: has another YAML document at line 3: send one document at a time");
    refused(yaml("x\n--- y\n", ""), "body: has another YAML document at line 2");
    yaml("---\nmodel_list: []\n...\n", "").statusCode(200);
  }

  @Test
  void aNameThatReadsLikeAModelOfAnotherProviderIsNoted() {
    json(ONE.formatted("openai/gpt-4o-mini", "groq/openai/gpt-oss-20b"))
        .statusCode(200)
        .body(
            "models[0].notes",
            hasItem(
                "the name openai/gpt-4o-mini reads like a model of openai, but now means this one of groq"));
    json(ONE.formatted("groq/gpt-oss", "groq/openai/gpt-oss-20b"))
        .body("models[0].notes", not(hasItem(containsString("reads like"))));
  }

  @Test
  void maximumNumberOfModelsIsImported() {
    admin().body(entries(500)).post(PLACE + "?dryRun=true").then().body("models", hasSize(500));
    json(entries(40)).statusCode(200).body("models.did", everyItem(equalTo("registered")));
    json(entries(40)).statusCode(200).body("models.did", everyItem(equalTo("kept")));
  }

  @Test
  void importRequiresAdmin() {
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType(ContentType.JSON)
        .body("{\"model_list\": []}")
        .post(PLACE)
        .then()
        .statusCode(403);
  }
}
