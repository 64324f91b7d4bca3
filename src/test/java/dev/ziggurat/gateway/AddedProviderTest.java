package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.regex.Matcher;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fifth provider, added by an admin while everything runs, from its address to its costs. */
@QuarkusTest
class AddedProviderTest {

  private static final String PROVIDERS = "/api/admin/providers";
  private static final String MODELS = "/api/admin/ai-models";
  private static final String KEY_VARIABLE = "FIFTH_API_KEY";
  private static final String ALL_FOUR_SICK =
      """
      {"wandb": {"status": 401, "variant": "key"}, "groq": {"status": 401, "variant": "key"},
       "claude": {"status": 401, "variant": "key"}, "openai": {"status": 401, "variant": "key"}}""";
  private static final String LEFT_OPEN =
      """
      {"order": null, "providers": {"wandb": {"model": null, "enabled": null},
        "groq": {"model": null, "enabled": null}, "claude": {"model": null, "enabled": null},
        "openai": {"model": null, "enabled": null}}}""";

  private static StubProvider stub;

  @Inject Arena arena;

  @BeforeAll
  static void open() {
    stub = new StubProvider();
    System.setProperty(KEY_VARIABLE, "sk-fifth");
  }

  @AfterAll
  static void close() {
    System.clearProperty(KEY_VARIABLE);
    stub.close();
  }

  @BeforeEach
  void add() {
    remove();
    arena.calm();
    stub.answers(200);
    admin().body(fifth(stub.base())).post(PROVIDERS).then().statusCode(201);
  }

  @AfterEach
  void leaveAsItWas() {
    remove();
    arena.calm();
  }

  private static void remove() {
    admin().body(LEFT_OPEN).put(MODELS).then().statusCode(200);
    admin().delete(PROVIDERS + "/fifth");
  }

  private static String fifth(String base) {
    return """
    {"id": "fifth", "name": "The Fifth", "apiBase": "%s", "keyVariable": "FIFTH_API_KEY",
     "defaultModel": "small-1", "project": "team/project", "unknownFields": ["seed"]}"""
        .formatted(base);
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(String model) {
    return admin()
        .body(
            """
            {"model": "%s", "seed": 4, "top_k": 3, "messages": [{"role": "user", "content": "hello"}]}"""
                .formatted(model))
        .post("/v1/chat/completions")
        .then();
  }

  private static void order(String ids) {
    admin().body("{\"order\": [" + ids + "]}").put(MODELS).then().statusCode(200);
  }

  private static ValidatableResponse models() {
    return admin().get(MODELS).then().statusCode(200);
  }

  @Test
  void itAnswersWhenTheFourDoNotAndIsPaidForInTheLedger() {
    arena.faults(ALL_FOUR_SICK);
    var call =
        ask("auto")
            .statusCode(200)
            .header("X-Ziggurat-Provider", "fifth")
            .header("X-Ziggurat-Model", "small-1")
            .header("X-Ziggurat-Attempts", "5")
            .body("choices[0].message.content", equalTo("said by the fifth"))
            .extract()
            .header("X-Request-Id");

    var asked = stub.asked().getFirst();
    assertThat(asked.path()).isEqualTo("/v1/chat/completions");
    assertThat(asked.authorization()).isEqualTo("Bearer sk-fifth");
    assertThat(asked.project()).isEqualTo("team/project");
    assertThat(asked.body().path("model").asText()).isEqualTo("small-1");
    // Its limits are unknown, and the caller named none.
    assertThat(asked.body().has("max_tokens")).isFalse();
    assertThat(asked.body().has("seed")).isFalse();
    assertThat(asked.body().has("top_k")).isTrue();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select provider || ' ' || outcome || ' ' || price_known || ' '"
                                + " || input_tokens from attempt where call_id = ?::uuid and provider = 'fifth'",
                            call))
                    .containsExactly("fifth OK false 7"));
    admin()
        .get("/q/metrics")
        .then()
        .body(containsString("ziggurat_attempts_unpriced_total{provider=\"fifth\"}"))
        .body(containsString("ziggurat_concurrency_limit{provider=\"fifth\"}"));
  }

  @Test
  void itsVectorsAreItsOwn() {
    admin()
        .body(
            """
            {"provider": "fifth", "id": "vectors-1", "can": ["EMBEDDINGS"],
             "prices": [{"input": 0.5, "output": 0}]}""")
        .post("/api/admin/models")
        .then()
        .statusCode(201);
    admin()
        .body("{\"model\": \"vectors-1\", \"input\": \"hello\", \"seed\": 4, \"top_k\": 3}")
        .post("/v1/embeddings")
        .then()
        .statusCode(200)
        .header("X-Ziggurat-Provider", "fifth")
        .header("X-Ziggurat-Cost", "0.000001000")
        .body("data[0].embedding", contains(0.6f, 0.8f));
    var asked = stub.asked().getFirst();
    assertThat(asked.path()).isEqualTo("/v1/embeddings");
    assertThat(asked.authorization()).isEqualTo("Bearer sk-fifth");
    assertThat(asked.project()).isEqualTo("team/project");
    assertThat(asked.body().path("model").asText()).isEqualTo("vectors-1");
    assertThat(asked.body().has("seed")).isFalse();
    assertThat(asked.body().path("top_k").asInt()).isEqualTo(3);
    admin().delete("/api/admin/models/fifth/vectors-1").then().statusCode(200);
  }

  private static ValidatableResponse respond(boolean stream) {
    return admin()
        .header("X-Ziggurat-Explain", "true")
        .body(
            """
            {"model": "fifth/small-1", "input": "hello", "seed": 4, "a_new_field": {"x": 1}, "store": false, "stream": %s}"""
                .formatted(stream))
        .post("/v1/responses")
        .then()
        .statusCode(200);
  }

  @Test
  void itServesTheResponsesApiItself() {
    respond(false).body("ziggurat.native", not(equalTo(true)));
    assertThat(stub.asked().getLast().path()).isEqualTo("/v1/chat/completions");

    var definition = fifth(stub.base()).replace("\"id\": \"fifth\", ", "");
    admin()
        .header("If-Match", admin().get(PROVIDERS + "/fifth").header("ETag"))
        .body(definition.replace("\"project\"", "\"responses\": true, \"project\""))
        .put(PROVIDERS + "/fifth")
        .then()
        .statusCode(200)
        .body("responses", equalTo(true));
    respond(false)
        .body("output[0].content[0].text", equalTo("said by the fifth"))
        .body("usage.total_tokens", equalTo(12))
        .body("ziggurat.native", equalTo(true));
    var asked = stub.asked().getLast();
    assertThat(asked.path()).isEqualTo("/v1/responses");
    assertThat(asked.authorization()).isEqualTo("Bearer sk-fifth");
    assertThat(asked.project()).isEqualTo("team/project");
    assertThat(asked.body().path("input").findValuesAsText("text")).containsExactly("hello");
    assertThat(asked.body().at("/a_new_field/x").asInt()).isEqualTo(1);
    assertThat(asked.body().has("seed")).isFalse();

    assertThat(respond(true).extract().asString())
        .contains("said by the fifth", "response.completed");
    assertThat(stub.asked().getLast().path()).isEqualTo("/v1/responses");
    assertThat(stub.asked().getLast().body().path("stream").asBoolean()).isTrue();
  }

  @Test
  void itIsAskedForByNameWholeAndStreamed() {
    ask("fifth/small-1")
        .statusCode(200)
        .header("X-Ziggurat-Provider", "fifth")
        .body("$", not(hasKey("service_tier")))
        .body("object", equalTo("chat.completion"))
        .body("choices[0].message", not(hasKey("tool_calls")))
        .body("choices[0].message.reasoning", equalTo("hm"));
    ask("small-1").statusCode(200).header("X-Ziggurat-Provider", "fifth");
    admin()
        .get("/v1/models")
        .then()
        .body("data.find {it.id == 'small-1'}.owned_by", equalTo("fifth"));
    var streamed =
        admin()
            .body(
                """
                {"model": "fifth/small-1", "stream": true, "messages": [{"role": "user", "content": "hello"}]}""")
            .post("/v1/chat/completions")
            .then()
            .statusCode(200)
            .header("X-Ziggurat-Provider", "fifth")
            .extract()
            .asString();
    assertThat(streamed)
        .contains("said by ", "the fifth", "[DONE]", "fp_stub")
        .contains("\"object\":\"chat.completion.chunk\"")
        .doesNotContain("on_demand", "\"usage\"", "\"choices\":[]");
    assertThat(stub.asked().getLast().body().at("/stream_options/include_usage").asBoolean())
        .isTrue();
    ask("fifth/another").statusCode(404);
  }

  @Test
  void anAdminPutsItFirstAndTheFourInAnyOrder() {
    order("\"fifth\"");
    ask("auto").header("X-Ziggurat-Provider", "fifth").header("X-Ziggurat-Attempts", "1");
    models()
        .body("data.order", contains("fifth", "wandb", "groq", "claude", "openai"))
        .body("data.activeProvider", equalTo("fifth"));

    order("\"claude\", \"groq\"");
    ask("auto").header("X-Ziggurat-Provider", "claude");
    arena.faults("{\"claude\": {\"status\": 401, \"variant\": \"key\"}}");
    ask("auto").header("X-Ziggurat-Provider", "groq").header("X-Ziggurat-Attempts", "2");
    arena.faults(ALL_FOUR_SICK);
    ask("auto").header("X-Ziggurat-Provider", "fifth");

    admin()
        .body("{\"order\": [\"fifth\", \"nobody\"]}")
        .put(MODELS)
        .then()
        .statusCode(400)
        .body("error", containsString("order"));
    admin().body("{\"order\": [\"groq\", \"groq\"]}").put(MODELS).then().statusCode(400);
  }

  @Test
  void itStandsAmongTheOthersForOperators() {
    models()
        .body("data.order", contains("wandb", "groq", "claude", "openai", "fifth"))
        .body("data.providers", hasKey("fifth"))
        .body("data.providers.fifth", equalTo(true))
        .body("data.simulated", not(hasItem("fifth")))
        .body("data.settings.providers.fifth.effectiveModel", equalTo("small-1"))
        .body("data.settings.providers.fifth.effectiveFrom", equalTo("default"))
        .body("data.keys.fifth.variable", equalTo(KEY_VARIABLE))
        .body("data.keys.fifth.url", nullValue())
        .body("data.health.fifth.breaker", equalTo("closed"));
    admin()
        .get("/console/ai-models")
        .then()
        .statusCode(200)
        .body(containsString("<li data-of=\"fifth\""))
        .body(containsString("providers.fifth.model"));
    admin()
        .body("{\"provider\": \"fifth\"}")
        .post(MODELS + "/test")
        .then()
        .body("success", equalTo(true))
        .body("data.answer", equalTo("said by the fifth"));
    admin()
        .body("{\"providers\": {\"fifth\": {\"enabled\": false}}}")
        .put(MODELS)
        .then()
        .statusCode(200);
    arena.faults(ALL_FOUR_SICK);
    ask("auto").statusCode(not(equalTo(200)));
    assertThat(stub.asked()).hasSize(1);
  }

  @Test
  void itHasACooldownOfItsOwn() {
    order("\"fifth\"");
    stub.answers(429);
    ask("auto").header("X-Ziggurat-Provider", "wandb").header("X-Ziggurat-Attempts", "2");
    models()
        .body("data.health.fifth.cooling.outcome", equalTo("RATE"))
        .body("data.health.wandb.cooling", nullValue());
    ask("auto").header("X-Ziggurat-Provider", "wandb").header("X-Ziggurat-Attempts", "1");

    stub.answers(200);
    admin().delete(MODELS + "/cooldowns?provider=fifth").then().statusCode(204);
    ask("auto").header("X-Ziggurat-Provider", "fifth");
  }

  @Test
  void itHasABreakerOfItsOwn() {
    order("\"fifth\"");
    stub.answers(500);
    for (var call = 0; call < 12; call++) {
      ask("auto").header("X-Ziggurat-Provider", "wandb");
    }
    models()
        .body("data.health.fifth.breaker", equalTo("open"))
        .body("data.health.wandb.breaker", equalTo("closed"));
    stub.answers(200);
    ask("auto").header("X-Ziggurat-Provider", "wandb").header("X-Ziggurat-Attempts", "1");
    assertThat(stub.asked()).isEmpty();

    admin().delete(MODELS + "/cooldowns?provider=fifth").then().statusCode(204);
    ask("auto").header("X-Ziggurat-Provider", "fifth");
  }

  @Test
  void anotherAddressEndsItsCooldownAndClosesItsBreaker() {
    order("\"fifth\"");
    stub.answers(500);
    for (var call = 0; call < 12; call++) {
      ask("auto").header("X-Ziggurat-Provider", "wandb");
    }
    models().body("data.health.fifth.breaker", equalTo("open"));
    stub.answers(429);
    admin().delete(MODELS + "/cooldowns?provider=fifth").then().statusCode(204);
    ask("auto").header("X-Ziggurat-Provider", "wandb").header("X-Ziggurat-Attempts", "2");
    ask("auto").header("X-Ziggurat-Provider", "wandb").header("X-Ziggurat-Attempts", "1");

    stub.answers(200);
    admin()
        .body(
            """
            {"apiBase": "%s", "keyVariable": "FIFTH_API_KEY", "defaultModel": "small-1"}"""
                .formatted(stub.base().replace("127.0.0.1", "localhost")))
        .put(PROVIDERS + "/fifth")
        .then()
        .statusCode(200);
    ask("auto").header("X-Ziggurat-Provider", "fifth").header("X-Ziggurat-Attempts", "1");
  }

  @Test
  void aModelOfItThatIsRegisteredHasAPrice() {
    admin()
        .body(
            """
            {"provider": "fifth", "id": "small-1", "can": ["TEMPERATURE"],
             "prices": [{"input": 1, "output": 2}]}""")
        .post("/api/admin/models")
        .then()
        .statusCode(201);
    ask("fifth/small-1").statusCode(200).header("X-Ziggurat-Cost", "0.000017000");
  }

  @Test
  void whatItIsCanBeChangedAndIsKeptInTheHistory() {
    var etag =
        admin()
            .get(PROVIDERS + "/fifth")
            .then()
            .statusCode(200)
            .body("place", equalTo(5))
            .body("origin", equalTo("added"))
            .body("usable", equalTo(true))
            .body("unknownFields", contains("seed"))
            .extract()
            .header("ETag");
    var changed =
        """
        {"apiBase": "%s", "keyVariable": "FIFTH_API_KEY", "defaultModel": "small-2"}"""
            .formatted(stub.base());
    admin()
        .header("If-Match", etag)
        .body(changed)
        .put(PROVIDERS + "/fifth")
        .then()
        .statusCode(200)
        .header("ETag", notNullValue())
        .body("defaultModel", equalTo("small-2"))
        .body("name", equalTo("fifth"));
    admin().header("If-Match", etag).body(changed).put(PROVIDERS + "/fifth").then().statusCode(412);
    ask("fifth/small-2").statusCode(200);
    admin()
        .get(MODELS + "/history?limit=1")
        .then()
        .body(
            "items[0].changes.field",
            hasItems("providers/fifth.defaultModel", "providers/fifth.name"));
    admin()
        .get("/api/admin/audit?limit=1")
        .then()
        .body("items[0].action", equalTo("providers.change"))
        .body("items[0].subject", equalTo("providers/fifth"));

    admin().delete(PROVIDERS + "/fifth").then().statusCode(204);
    admin().get(PROVIDERS + "/fifth").then().statusCode(404);
    ask("fifth/small-2").statusCode(404);
    models().body("data.order", not(hasItem("fifth")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\": \"wandb\"|id: is taken",
        "\"id\": \"Fifth!\"|id: must begin",
        "\"apiBase\": \"http://example.org/v1\"|apiBase: must be an https address",
        "\"apiBase\": null|apiBase: is required",
        "\"keyVariable\": \"OPENAI_API_KEY\"|keyVariable: holds the key of openai",
        "\"keyVariable\": \"ZIGGURAT_ADMIN_TOKEN\"|keyVariable: must be the name of a variable",
        "\"defaultModel\": \"\"|defaultModel",
        "\"answerFormat\": \"xml\"|answerFormat: must be one of text, json_object, json_schema",
        "\"unknownFields\": [\"model\"]|unknownFields: must not name model",
        "\"apiKey\": \"sk-1\"|apiKey: is unknown"
      })
  void aFaultIsToldWithItsField(String field, String fault) {
    var sound = fifth(stub.base()).replace("\"fifth\"", "\"sixth\"");
    var name = field.substring(0, field.indexOf(':'));
    var broken =
        sound.replaceFirst(name + ": (\\[[^\\]]*\\]|\"[^\"]*\")", Matcher.quoteReplacement(field));
    if (broken.equals(sound)) {
      broken = sound.replaceFirst("\\{", "{" + Matcher.quoteReplacement(field) + ", ");
    }
    admin()
        .body(broken)
        .post(PROVIDERS)
        .then()
        .statusCode(400)
        .body("detail", containsString(fault));
  }

  @Test
  void whatNoAdminAddedIsNotChangedHere() {
    admin().body(fifth(stub.base())).post(PROVIDERS).then().statusCode(409);
    admin()
        .delete(PROVIDERS + "/wandb")
        .then()
        .statusCode(409)
        .body("detail", containsString("built in"));
    admin().delete(PROVIDERS + "/nobody").then().statusCode(404);
    admin()
        .get(PROVIDERS)
        .then()
        .body("items.id", contains("wandb", "groq", "claude", "openai", "fifth"))
        .body("items[2].wire", equalTo("claude"));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType(ContentType.JSON)
        .body(fifth(stub.base()))
        .post(PROVIDERS)
        .then()
        .statusCode(403);
  }
}
