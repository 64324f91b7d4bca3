package dev.ziggurat.shipped;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import dev.ziggurat.shipped.SchedulerIT.EverySecond;
import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A package that ticks by itself, where a process runs all the time. */
@QuarkusIntegrationTest
@TestProfile(EverySecond.class)
@WithTestResource(ShippedSettings.class)
@WithTestResource(SimulatorResource.class)
class SchedulerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The scheduler is off unless an operator says when. */
  public static class EverySecond implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("ziggurat.trigger.cron", "* * * * * ?");
    }
  }

  @Test
  void everyRunningGameTicksInItsPeriod() {
    var games = List.of(Outside.game(2), Outside.game(3));

    for (var game : games) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  Outside.viewer()
                      .get("/api/games/" + game + "/ticks")
                      .then()
                      .statusCode(200)
                      .body("items.outcome", hasItem("completed")));
    }
  }
}
