package dev.ziggurat.models;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of models and providers by REST. */
@QuarkusTest
class AiModelsTest {

  private static final String PLACE = "/api/admin/ai-models";
  private static final String GPT_OSS = "openai/gpt-oss-120b";
  private static final String LEFT_OPEN =
      """
      {"providers": {"wandb": {"model": null, "enabled": null},
        "groq": {"model": null, "enabled": null}, "claude": {"model": null, "enabled": null},
        "openai": {"model": null, "enabled": null}}}""";

  private static boolean begun;

  @Inject Arena arena;

  @BeforeEach
  void begin() {
    if (!begun) {
      reset();
      begun = true;
    }
  }

  @AfterEach
  void reset() {
    arena.calm();
    put(LEFT_OPEN).statusCode(200);
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static ValidatableResponse get() {
    return given().header("Authorization", "Bearer dev-viewer").get(PLACE).then();
  }

  private static ValidatableResponse put(String body) {
    return admin().body(body).put(PLACE).then();
  }

  private static ValidatableResponse refused(ValidatableResponse answer, int status, String what) {
    return answer
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("success", equalTo(false))
        .body("error", containsString(what))
        .body("detail", containsString(what));
  }

  private static int version() {
    return get().extract().path("data.settings.version");
  }

  @Test
  void responseHasTheFieldsOfExistingFrontEndsAndMore() {
    get()
        .statusCode(200)
        .header("ETag", "\"" + version() + "\"")
        .body("success", equalTo(true))
        .body("data.currentSettings.wandbModel", nullValue())
        .body("data.currentSettings.wandbEnabled", equalTo(true))
        .body("data.providers.wandb", equalTo(true))
        .body("data.providers.openai", equalTo(true))
        .body("data.simulated", contains("wandb", "groq", "claude", "openai"))
        .body("data.activeProvider", equalTo("wandb"))
        .body("data.wandbModels.id", hasItem(GPT_OSS))
        .body("data.wandbModels.name", hasItem("Llama 3.3 70B Instruct"))
        .body("data.wandbModels.description", hasItem(containsString("131,072 tokens of context")))
        .body("data.wandbModelsError", nullValue())
        .body(
            "data.recommendedModels.name",
            hasItems("Llama 3.3 70B Instruct", "Llama 3.1 8B Instruct", "Mixtral 8x7B Instruct"))
        .body("data.recommendedModels", hasSize(4))
        .body("data.recommendedModels[0].available", equalTo(true))
        .body("data.recommendedModels[2].available", equalTo(false))
        .body("data.recommendedModels[3].available", equalTo(true))
        .body("data.recommendedModels[3].description", startsWith("Today's best value"))
        .body("data.settings.changedBy", notNullValue())
        .body("data.settings.changedAt", notNullValue())
        .body("data.settings.providers.groq.enabled", equalTo(true))
        .body("data.settings.providers.groq.effectiveModel", equalTo(GPT_OSS))
        .body("data.settings.providers.groq.effectiveFrom", equalTo("default"))
        .body(
            "data.settings.providers.groq.warning",
            containsString("llama-3.3-70b-versatile was shut down"))
        .body("data.keys.claude.variable", equalTo("ANTHROPIC_API_KEY"))
        .body("data.keys.claude.url", startsWith("https://"))
        .body("data.keys.claude.present", equalTo(false))
        .body("data.warnings", hasItem(containsString("claude-3-5-sonnet was shut down")))
        .body("data.health.wandb.breaker", equalTo("closed"))
        .body("data.health.wandb.cooling", nullValue())
        .body("data.health.wandb.concurrencyLimit", greaterThan(0));
  }

  @Test
  void nextTickUsesTheChosenModel() {
    put("{\"wandbModel\": \"%s\"}".formatted(GPT_OSS))
        .statusCode(200)
        .header("ETag", "\"" + version() + "\"")
        .body("success", equalTo(true))
        .body("data.currentSettings.wandbModel", equalTo(GPT_OSS))
        .body("data.settings.providers.wandb.effectiveModel", equalTo(GPT_OSS))
        .body("data.settings.providers.wandb.effectiveFrom", equalTo("admin"))
        .body("data.settings.changedBy", containsString("admin"))
        .body("message", containsString("wandb.model is " + GPT_OSS));

    var game = arena.game(3);
    arena.tick(game, "next").statusCode(200);
    assertThat(arena.rows("select distinct model_asked from attempt where game_id = ?", game))
        .containsExactly(GPT_OSS);
  }

  @Test
  void afterEndingCooldownsTheProviderIsCalledAtOnce() {
    arena.faults("{\"wandb\": {\"status\": 401}, \"groq\": {\"status\": 402}}");
    var game = arena.game(3);
    arena.tick(game, "rejected").statusCode(200);
    arena.faults("{}");
    get()
        .body("data.health.wandb.cooling.outcome", equalTo("AUTH"))
        .body("data.health.groq.cooling.outcome", equalTo("BILLING"));

    admin().queryParam("provider", "wandb").delete(PLACE + "/cooldowns").then().statusCode(204);
    get()
        .body("data.health.wandb.cooling", nullValue())
        .body("data.health.groq.cooling.outcome", equalTo("BILLING"));
    arena.tick(game, "mended").statusCode(200);
    assertThat(
            arena.rows(
                "select distinct provider from attempt where game_id = ? and tick = 2", game))
        .containsExactly("wandb");

    admin().delete(PLACE + "/cooldowns").then().statusCode(204);
    get().body("data.health.groq.cooling", nullValue());
    assertThat(
            arena.rows(
                "select subject from audit where action = 'ai-models.end-cooldowns' order by id"))
        .endsWith("ai-models/wandb", "ai-models");
    refused(
        admin().queryParam("provider", "grok").delete(PLACE + "/cooldowns").then(),
        400,
        "provider: must be one of");
  }

  @Test
  void chainSkipsDisabledWandb() {
    put("{\"wandbEnabled\": false}")
        .statusCode(200)
        .body("data.activeProvider", equalTo("groq"))
        .body("data.currentSettings.wandbEnabled", equalTo(false))
        .body("message", containsString("wandb is switched off"));

    var game = arena.game(3);
    arena.tick(game, "next").statusCode(200);
    assertThat(arena.rows("select distinct provider from attempt where game_id = ?", game))
        .containsExactly("groq");
  }

  @Test
  void disablingAllProvidersIsAllowedWithAWarning() {
    put("""
            {"wandbEnabled": false, "providers": {"groq": {"enabled": false},
              "claude": {"enabled": false}, "openai": {"enabled": false}}}""")
        .statusCode(200)
        .body("data.activeProvider", nullValue())
        .body("data.warnings", hasItem(containsString("every tick will fail")))
        .body("message", containsString("every tick will fail"));
    // A later change does not repeat what it did not bring.
    put("{\"wandbModel\": \"%s\"}".formatted(GPT_OSS))
        .statusCode(200)
        .body("data.warnings", hasItem(containsString("every tick will fail")))
        .body("message", not(containsString("every tick will fail")));
  }

  @Test
  void omittedFieldsStayAndNullClears() {
    put("{\"providers\": {\"groq\": {\"model\": \"openai/gpt-oss-20b\", \"enabled\": false}}}")
        .statusCode(200);
    put("{\"wandbModel\": \"%s\"}".formatted(GPT_OSS))
        .statusCode(200)
        .body("data.settings.providers.groq.model", equalTo("openai/gpt-oss-20b"))
        .body("data.settings.providers.groq.enabled", equalTo(false));
    put("{\"wandbModel\": null, \"providers\": {\"groq\": {\"enabled\": null}}}")
        .statusCode(200)
        .body("data.currentSettings.wandbModel", nullValue())
        .body("data.settings.providers.wandb.effectiveFrom", equalTo("default"))
        .body("data.settings.providers.groq.model", equalTo("openai/gpt-oss-20b"))
        .body("data.settings.providers.groq.enabled", equalTo(true))
        .body("message", containsString("wandb.model is cleared: environment or catalogue decide"));
  }

  @Test
  void changeWithoutDifferenceWritesNoVersion() {
    var before = version();
    put("{\"wandbEnabled\": true, \"providers\": {}}")
        .statusCode(200)
        .body("data.settings.version", equalTo(before))
        .body("message", startsWith("Nothing changed"));
    put("{}").statusCode(200).body("data.settings.version", equalTo(before));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|body: must be a JSON object",
        "{\"wandbModle\": \"x\"}|allowed are wandbModel, wandbEnabled, order, providers",
        "{\"wandbModel\": 7}|wandbModel: must be a text",
        "{\"wandbModel\": \"\"}|wandbModel: must be a text",
        "{\"wandbModel\": \"two words\"}|wandbModel: must be a model's name",
        "{\"wandbModel\": \"../../etc\"}|wandbModel: must be a model's name",
        "{\"wandbEnabled\": \"yes\"}|wandbEnabled: must be true or false",
        "{\"providers\": null}|providers: must be a JSON object",
        "{\"providers\": {\"groq\": null}}|providers.groq: must be a JSON object",
        "{\"providers\": {\"grok\": {}}}|providers.grok",
        "{\"providers\": {\"groq\": true}}|providers.groq: must be a JSON object",
        "{\"providers\": {\"groq\": {\"modle\": \"x\"}}}|providers.groq.modle",
        "{\"providers\": {\"groq\": {\"enabled\": 1}}}|providers.groq.enabled: must be true or false",
        "{\"wandbEnabled\": true, \"providers\": {\"wandb\": {\"enabled\": false}}}|wandbEnabled: contradicts providers.wandb.enabled",
        "{\"wandbModel\": null, \"providers\": {\"wandb\": {\"model\": \"openai/gpt-oss-20b\"}}}|wandbModel: contradicts providers.wandb.model"
      })
  void invalidFieldIsNamed(String body, String fault) {
    var before = version();
    refused(put(body), 400, fault);
    assertThat(version()).isEqualTo(before);
  }

  @Test
  void equalDuplicateFieldsAreAccepted() {
    put("{\"wandbEnabled\": false, \"providers\": {\"wandb\": {\"enabled\": false}}}")
        .statusCode(200)
        .body("data.currentSettings.wandbEnabled", equalTo(false));
  }

  @ParameterizedTest
  @CsvSource({
    "wandb, meta-llama/Llama-3.3-70B-Instuct, meta-llama/Llama-3.3-70B-Instruct",
    "wandb, gpt-oss-12b, openai/gpt-oss-120b",
    "groq, claude-sonnet-5-5, in the catalogue",
    "claude, claude-sonet-5-5, claude-sonnet-5-5",
    "openai, gpt-6-lunar, gpt-6-luna",
    "wandb, wandb-artifact:///only/two, wandb-artifact:///team/project/name:version",
    "groq, wandb-artifact:///team/project/lora:v1, at wandb"
  })
  void unknownModelIsRejectedWithSimilarNames(String provider, String name, String near) {
    refused(
            put("{\"providers\": {\"%s\": {\"model\": \"%s\"}}}".formatted(provider, name)),
            400,
            "providers.%s.model: %s has no model '%s'".formatted(provider, provider, name))
        .body("detail", allOf(containsString(near), containsString("?force=true")));
  }

  @ParameterizedTest
  @CsvSource({
    "wandb, wandb-artifact:///team/project/lora:v1",
    "wandb, wandb/openai/gpt-oss-120b",
    "openai, gpt-4o-mini-2024-07-18"
  })
  void aliasesAndArtifactsAreAccepted(String provider, String name) {
    put("{\"providers\": {\"%s\": {\"model\": \"%s\"}}}".formatted(provider, name))
        .statusCode(200)
        .body("data.settings.providers.%s.effectiveFrom".formatted(provider), equalTo("admin"));
  }

  @Test
  void forceAcceptsAnUnknownModel() {
    var name = "brand-new/model-of-tomorrow";
    put("{\"wandbModel\": \"%s\"}".formatted(name)).statusCode(400);
    admin()
        .queryParam("force", true)
        .body("{\"wandbModel\": \"%s\"}".formatted(name))
        .put(PLACE)
        .then()
        .statusCode(200)
        .body("data.settings.providers.wandb.effectiveModel", equalTo(name))
        .body("data.settings.providers.wandb.effectiveFrom", equalTo("admin"))
        .body("message", containsString("models/wandb/" + name + " is registered"));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/admin/models/wandb/" + name)
        .then()
        .statusCode(200)
        .body("origin", equalTo("registered"))
        .body("prices", empty());
    var game = arena.game(1);
    arena.tick(game, "next").statusCode(200);
    assertThat(arena.rows("select model_asked from attempt where game_id = ?", game))
        .contains(name);

    // Sent again unchanged with another field, the unknown model is accepted without force.
    put("{\"wandbModel\": \"%s\", \"wandbEnabled\": false}".formatted(name)).statusCode(200);

    put(LEFT_OPEN).statusCode(200);
    admin().delete("/api/admin/models/wandb/" + name).then().statusCode(200);
  }

  @Test
  void invalidForceParameterIsNamed() {
    refused(admin().queryParam("force", "yes").body("{}").put(PLACE).then(), 400, "true or false");
  }

  @Test
  void staleVersionIsRejected() {
    var stale = "\"" + version() + "\"";
    admin()
        .header("If-Match", stale)
        .body("{\"wandbEnabled\": false}")
        .put(PLACE)
        .then()
        .statusCode(200);
    refused(
        admin().header("If-Match", stale).body("{\"wandbEnabled\": true}").put(PLACE).then(),
        412,
        "current version is " + version());
    admin()
        .header("If-Match", "\"0\", \"" + version() + "\"")
        .body("{\"wandbEnabled\": true}")
        .put(PLACE)
        .then()
        .statusCode(200);
  }

  @Test
  void concurrentChangesLoseNoField() throws Exception {
    var before = version();
    var changes =
        List.of(
            "{\"wandbModel\": \"%s\"}".formatted(GPT_OSS),
            "{\"providers\": {\"groq\": {\"model\": \"openai/gpt-oss-20b\"}}}",
            "{\"providers\": {\"claude\": {\"enabled\": false}}}",
            "{\"providers\": {\"openai\": {\"model\": \"gpt-6-luna\"}}}");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Integer>>();
      changes.forEach(body -> tasks.add(() -> put(body).extract().statusCode()));
      for (var status : threads.invokeAll(tasks)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    get()
        .body("data.settings.version", equalTo(before + 4))
        .body("data.settings.providers.wandb.model", equalTo(GPT_OSS))
        .body("data.settings.providers.groq.model", equalTo("openai/gpt-oss-20b"))
        .body("data.settings.providers.claude.enabled", equalTo(false))
        .body("data.settings.providers.openai.model", equalTo("gpt-6-luna"));
  }

  @Test
  void everyVersionIsKeptAndCanBeRestored() {
    put("{\"wandbModel\": \"%s\"}".formatted(GPT_OSS)).statusCode(200);
    var good = version();
    put("{\"wandbModel\": null, \"wandbEnabled\": false}").statusCode(200);

    var history =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .queryParam("limit", 2)
            .get(PLACE + "/history")
            .then()
            .statusCode(200)
            .body("items", hasSize(2))
            .body("items.version", contains(good + 1, good))
            .body("items[0].changes.field", contains("wandb.model", "wandb.enabled"))
            .body("items[0].changes[0].from", equalTo(GPT_OSS))
            .body("items[0].changes[0].to", nullValue())
            .body("items[0].providers.wandb.enabled", equalTo(false))
            .body("items[1].providers.wandb.model", equalTo(GPT_OSS))
            .body("items[1].changedBy", containsString("admin"))
            .extract()
            .jsonPath();
    given()
        .header("Authorization", "Bearer dev-viewer")
        .queryParam("cursor", history.getString("next"))
        .get(PLACE + "/history")
        .then()
        .statusCode(200)
        // A change of the catalogue raises the version, too, but is no version of the settings.
        .body("items[0].version", lessThan(good));

    admin()
        .body("{\"providers\": {\"groq\": {\"budget\": {\"day\": {\"hardUsd\": \"15\"}}}}}")
        .put(PLACE)
        .then()
        .statusCode(200);
    admin()
        .post(PLACE + "/history/" + good + "/restore")
        .then()
        .statusCode(200)
        .body("data.settings.version", equalTo(good + 3))
        .body("data.settings.providers.groq.budget.day.hardUsd", equalTo("15"))
        .body("data.currentSettings.wandbModel", equalTo(GPT_OSS))
        .body("data.currentSettings.wandbEnabled", equalTo(true));
    admin()
        .body("{\"providers\": {\"groq\": {\"budget\": null}}}")
        .put(PLACE)
        .then()
        .statusCode(200);
    refused(admin().post(PLACE + "/history/999999/restore").then(), 404, "no version 999999");
    refused(
        admin().header("If-Match", "\"1\"").post(PLACE + "/history/1/restore").then(),
        412,
        "version");
  }

  @Test
  void unknownModelIsRestoredOnlyWithForce() {
    var name = "short-lived/model";
    admin()
        .queryParam("force", true)
        .body("{\"wandbModel\": \"%s\"}".formatted(name))
        .put(PLACE)
        .then()
        .statusCode(200);
    var then = version();
    put(LEFT_OPEN).statusCode(200);
    admin().delete("/api/admin/models/wandb/" + name).then().statusCode(200);

    var restore = PLACE + "/history/" + then + "/restore";
    refused(admin().post(restore).then(), 400, "wandb.model: wandb has no model '" + name + "'");
    admin()
        .queryParam("force", true)
        .post(restore)
        .then()
        .statusCode(200)
        .body("data.settings.providers.wandb.effectiveModel", equalTo(name));
    put(LEFT_OPEN).statusCode(200);
    admin().delete("/api/admin/models/wandb/" + name).then().statusCode(200);
  }

  @Test
  void everyChangeIsAudited() {
    put("{\"wandbModel\": \"%s\"}".formatted(GPT_OSS)).statusCode(200);
    assertThat(
            arena.rows(
                "select who || ' ' || action || ' ' || subject || ' ' || detail from audit"
                    + " order by id desc limit 1"))
        .first()
        .asString()
        .contains("settings.change ai-models", "wandb.model", GPT_OSS, "\"version\":" + version());
  }

  @Test
  void healthReportsRecentAttempts() {
    var game = arena.game(4);
    arena.tick(game, "well").statusCode(200);
    arena.faults("{\"wandb\": {\"status\": 429, \"retryAfterSeconds\": 60}}");
    arena.tick(game, "limited").statusCode(200);

    get()
        .body("data.health.wandb.cooling.outcome", equalTo("RATE"))
        .body("data.health.wandb.cooling.until", notNullValue())
        .body("data.health.wandb.cooling.reason", notNullValue())
        .body("data.health.wandb.lastError.outcome", equalTo("RATE"))
        .body("data.health.wandb.lastError.httpStatus", equalTo(429))
        .body("data.health.wandb.lastError.at", notNullValue())
        .body("data.health.groq.lastHour.attempts", greaterThan(0))
        .body("data.health.groq.lastHour.successRate", greaterThan(0f))
        .body("data.health.groq.lastHour.p50Millis", greaterThan(0))
        .body("data.health.groq.lastHour.p95Millis", greaterThan(0));
  }
}
