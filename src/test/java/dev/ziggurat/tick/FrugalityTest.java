package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How little a tick asks of the database. */
@QuarkusTest
@TestProfile(FrugalityTest.Large.class)
class FrugalityTest {

  /** Time enough for a thousand agents on a slow machine, and a count of what Hibernate does. */
  public static class Large implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "ziggurat.tick.budget", "60s",
          "ziggurat.chain.provider-limit", "20s",
          "quarkus.hibernate-orm.statistics", "true");
    }
  }

  @Inject Arena arena;
  @Inject MeterRegistry meters;
  @Inject SessionFactory hibernate;

  @BeforeEach
  void calm() {
    arena.calm();
    arena.faults("{\"wandb\":{\"latencyMillis\":200}}");
  }

  private double executions() {
    return meters.counter("ziggurat.db.executions").count();
  }

  private double executionsOfATick(int agents) {
    var game = arena.game(agents);
    arena.tick(game, "warm-up").statusCode(200);
    var before = executions();
    arena.tick(game, "measured").statusCode(200).body("ticks[0].turns.applied", equalTo(agents));
    return executions() - before;
  }

  @Test
  void aTurnCostsAtMostOneDriverExecution() {
    var hundred = executionsOfATick(100);
    var thousand = executionsOfATick(1_000);
    var slope = (thousand - hundred) / 900;
    Log.infof(
        "Driver executions: %.0f for 100 agents, %.0f for 1,000: %.3f per turn",
        hundred, thousand, slope);
    assertThat(slope).isPositive().isLessThanOrEqualTo(1);
  }

  @Test
  void aTickReadsSettingsAndCatalogueAtMostOnceEach() {
    var game = arena.game(30);
    arena.tick(game, "warm-up").statusCode(200);
    var statistics = hibernate.getStatistics();
    statistics.clear();
    arena.tick(game, "known").statusCode(200);
    assertThat(statistics.getPrepareStatementCount()).as("the version has not changed").isZero();

    arena.change("update system_settings set version = version + 1");
    statistics.clear();
    arena.tick(game, "changed").statusCode(200);
    assertThat(statistics.getPrepareStatementCount()).isEqualTo(2);
  }
}
