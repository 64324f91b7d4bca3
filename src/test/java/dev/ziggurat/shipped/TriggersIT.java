package dev.ziggurat.shipped;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tick through every trigger that listens; the scheduler has a test of its own. */
@QuarkusIntegrationTest
@WithTestResource(ShippedSettings.class)
@WithTestResource(SimulatorResource.class)
class TriggersIT {

  private static final int AGENTS = 4;

  private String game;

  @BeforeEach
  void begin() {
    Outside.calm();
    game = Outside.game(AGENTS);
  }

  @Test
  void aCronThatPostsTicksOncePerKey() {
    var digest =
        Outside.tick(game, "posted")
            .statusCode(200)
            .body("ticks", hasSize(1))
            .body("ticks[0].outcome", equalTo("completed"))
            .body("ticks[0].turns.applied", equalTo(AGENTS))
            .body("ticks[0].inference.attempts", equalTo(AGENTS))
            .body("ticks[0].inference.costMicroUsd", greaterThan(0))
            .body("ticks[0].digest", matchesPattern("[0-9a-f]{64}"))
            .extract()
            .<String>path("ticks[0].digest");
    Outside.tick(game, "posted")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("duplicate"))
        .body("ticks[0].digest", equalTo(digest));
  }

  @Test
  void aCronThatCanOnlyGetTicksTheSlotOfItsSchedule() {
    var slot = Instant.now().truncatedTo(ChronoUnit.MINUTES).toString();
    Outside.cron()
        .header("X-CloudScheduler-ScheduleTime", slot)
        .queryParam("game", game)
        .get("/api/cron/tick")
        .then()
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].slot", equalTo(slot));
  }

  @Test
  void anAdminTicksByHandAndWaitsOrNot() {
    Outside.admin()
        .post("/api/games/" + game + "/ticks")
        .then()
        .statusCode(200)
        .body("tick", equalTo(1))
        .body("outcome", equalTo("completed"));
    Outside.faults("{\"wandb\": {\"latencyMillis\": 1000}}");
    var place =
        Outside.admin()
            .queryParam("wait", "false")
            .post("/api/games/" + game + "/ticks")
            .then()
            .statusCode(202)
            .body("outcome", equalTo("running"))
            .extract()
            .header("Location");
    Outside.admin().post(place + "/cancellation").then().statusCode(202).body("by", notNullValue());
  }

  @Test
  void whatATickDidCanBeLookedInto() {
    Outside.tick(game, "told").statusCode(200);
    var tick = "/api/games/" + game + "/ticks/1";
    Outside.viewer().get(tick).then().statusCode(200).body("turns.applied", equalTo(AGENTS));
    var handle =
        Outside.viewer()
            .get(tick + "/turns")
            .then()
            .statusCode(200)
            .body("items", hasSize(AGENTS))
            .extract()
            .<String>path("items[0].handle");
    Outside.viewer()
        .get(tick + "/turns/" + handle)
        .then()
        .statusCode(200)
        .body(containsString("\"path\""))
        .body(containsString("wandb"));
    Outside.viewer()
        .get(tick + "/attempts")
        .then()
        .statusCode(200)
        .body("items.attempts.provider.flatten()", everyItem(equalTo("wandb")));
    Outside.viewer().get(tick + "/board").then().statusCode(200);
  }

  @Test
  void nobodyTicksWithoutTheSecret() {
    given()
        .queryParam("game", game)
        .post("/api/cron/tick")
        .then()
        .statusCode(401)
        .contentType("application/problem+json");
    Outside.admin().queryParam("game", game).post("/api/cron/tick").then().statusCode(403);
    Outside.viewer().queryParam("game", game).post("/api/cron/tick").then().statusCode(403);
  }
}
