package dev.ziggurat.shipped;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.SseListener;
import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever an admin changes, by the API, and what then stands in history and audit. */
@QuarkusIntegrationTest
@WithTestResource(ShippedSettings.class)
@WithTestResource(SimulatorResource.class)
class AdminIT {

  private static final String MODELS = "/api/admin/ai-models";

  @BeforeEach
  void calm() {
    Outside.calm();
  }

  @Test
  void aModelIsChosenForTheNextTickAndTakenBack() {
    Outside.admin()
        .body("{\"wandbModel\": \"openai/gpt-oss-120b\"}")
        .put(MODELS)
        .then()
        .statusCode(200)
        .body("data.settings.providers.wandb.effectiveFrom", equalTo("admin"))
        .body("message", containsString("wandb.model is openai/gpt-oss-120b"));
    var game = Outside.game(1);
    Outside.tick(game, "chosen").statusCode(200);
    Outside.viewer()
        .get("/api/games/" + game + "/ticks/1/attempts")
        .then()
        .body(containsString("openai/gpt-oss-120b"));

    Outside.admin().body("{\"wandbModel\": null}").put(MODELS).then().statusCode(200);
    Outside.viewer()
        .get(MODELS + "/history")
        .then()
        .statusCode(200)
        .body("items.size()", greaterThan(1));
    Outside.viewer()
        .get("/api/admin/audit")
        .then()
        .statusCode(200)
        .body("items.action", hasItems("settings.change", "game.create"));
  }

  @Test
  void aProviderIsAskedByHand() {
    for (var provider : new String[] {"wandb", "groq", "claude", "openai"}) {
      Outside.admin()
          .body("{\"provider\": \"%s\", \"prompt\": \"Is 91 prime?\"}".formatted(provider))
          .post(MODELS + "/test")
          .then()
          .statusCode(200)
          .body("success", equalTo(true));
    }
  }

  @Test
  void theCatalogueTakesAModelAndLosesItAgain() {
    Outside.admin()
        .body(
            """
            {"provider": "groq", "id": "acme/shipped-1", "contextTokens": 64000,
             "can": ["TOOLS"], "prices": [{"input": 0.5, "output": 1.25}]}""")
        .post("/api/admin/models")
        .then()
        .statusCode(201);
    Outside.viewer()
        .get("/api/admin/models/groq/acme/shipped-1")
        .then()
        .statusCode(200)
        .body("id", equalTo("acme/shipped-1"));
    Outside.admin().delete("/api/admin/models/groq/acme/shipped-1").then().statusCode(200);
  }

  @Test
  void gamesAndAgentsGoOutAndComeInAsLines() throws Exception {
    var game = Outside.game(3);
    var agents =
        Outside.viewer()
            .accept("application/x-ndjson")
            .get("/api/games/" + game + "/agents")
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(agents.lines()).hasSize(3);
    var other = Outside.game(1);
    assertThat(lines("/api/games/" + other + "/agents", agents)).contains("\"created\":2");
    assertThat(lines("/api/games/" + other + "/agents", "{\"handle\": 7}"))
        .contains("\"errors\"", "handle");
    assertThat(
            Outside.viewer()
                .accept("application/x-ndjson")
                .get("/api/games")
                .then()
                .statusCode(200)
                .extract()
                .asString())
        .contains(game, other);
  }

  /** Without RestAssured, which knows no such type. */
  private static String lines(String path, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
              .header("Authorization", "Bearer " + Outside.ADMIN)
              .header("Content-Type", "application/x-ndjson")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Test
  void aMarketIsOpenedResolvedAndTheGamePlayedAgain() {
    var game = Outside.game(3);
    Outside.tick(game, "first").statusCode(200);
    var place = "/api/games/" + game;
    var market =
        Outside.admin()
            .body(
                "{\"question\": \"Will it rain?\", \"closesAt\": \"%s\", \"outcome\": \"yes\"}"
                    .formatted(Instant.now().plus(1, ChronoUnit.HOURS)))
            .post(place + "/markets")
            .then()
            .statusCode(200)
            .extract()
            .<String>path("id");
    Outside.tick(game, "second").statusCode(200);
    Outside.viewer().get(place + "/markets/" + market + "/prices").then().statusCode(200);
    Outside.admin()
        .body("{\"outcome\": \"no\"}")
        .post(place + "/markets/" + market + "/resolution")
        .then()
        .statusCode(200)
        .body("outcome", equalTo("no"));
    Outside.viewer().get(place + "/house").then().statusCode(200).body("conserved", equalTo(true));
    for (var rest : new String[] {"/feed", "/leaderboard", "/interventions", "/markets"}) {
      Outside.viewer().get(place + rest).then().statusCode(200);
    }
    Outside.admin()
        .body("{}")
        .post(place + "/replay")
        .then()
        .statusCode(200)
        .body("matches", equalTo(true));
  }

  @Test
  void whoeverListensHearsOfATick() {
    var game = Outside.game(2);
    try (var sseListener =
        SseListener.at(
            "http://localhost:" + RestAssured.port + "/api/admin/events", Outside.VIEWER, null)) {
      sseListener.awaitId();
      Outside.tick(game, "heard").statusCode(200);
      assertThat(sseListener.await("tick-closed", 1).getFirst().text("outcome"))
          .isEqualTo("completed");
    }
  }

  @Test
  void usageIsToldAsJsonAndAsASheet() {
    Outside.tick(Outside.game(2), "spent").statusCode(200);
    Outside.viewer()
        .queryParam("by", "provider")
        .get("/api/admin/usage")
        .then()
        .statusCode(200)
        .body("rows.size()", greaterThan(0));
    Outside.viewer()
        .accept("text/csv")
        .queryParam("by", "model")
        .get("/api/admin/usage")
        .then()
        .statusCode(200)
        .body(containsString("attempts"));
  }

  @Test
  void mistakesAreToldByField() {
    Outside.admin()
        .body("{\"id\": \"Not an id\", \"name\": \"x\"}")
        .post("/api/games")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("id"));
    given().get("/api/games").then().statusCode(401).contentType("application/problem+json");
    Outside.viewer().get("/api/games/nowhere").then().statusCode(404);
  }

  @Test
  void thePackageDescribesAndMeasuresItself() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("paths", hasKey("/api/cron/tick"))
        .body("paths", hasKey(MODELS));
    given().get("/q/openapi").then().statusCode(200).body(containsString("\n  /api/cron/tick:"));
    Outside.viewer()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("ziggurat_"))
        .body(containsString("jvm_"));
    given().get("/q/health/live").then().statusCode(200).body("error", nullValue());
  }
}
