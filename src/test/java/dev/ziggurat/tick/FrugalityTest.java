package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.chain.AdjustableTimeouts;
import dev.ziggurat.db.CountedExecutions;
import dev.ziggurat.llm.Providers;
import io.quarkus.logging.Log;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How little a tick asks of the database. */
@QuarkusTest
@TestProfile(Hurried.class)
class FrugalityTest {

  @Inject Arena arena;
  @Inject AdjustableTimeouts timeouts;
  @Inject CountedExecutions executions;
  @Inject SessionFactory hibernate;

  @BeforeEach
  void calm() {
    arena.calm();
    timeouts.answersWithin(Providers.builtIn().inOrder(), Duration.ofMinutes(1));
    arena.faults("{\"wandb\":{\"latencyMillis\":200}}");
  }

  private double executions() {
    return executions.count();
  }

  private double executionsOfATick(int agents) {
    var game = arena.game(agents, Duration.ofMinutes(5));
    arena.tick(game, "warm-up").statusCode(200);
    var before = executions();
    arena.tick(game, "measured").statusCode(200).body("ticks[0].turns.applied", equalTo(agents));
    return executions() - before;
  }

  @Test
  @Tag("full")
  void aTurnCostsAtMostOneDriverExecution() {
    comparesTicksOf(50, 200);
  }

  @Test
  @Tag("full")
  void aTurnAmongAThousandCostsAtMostOneDriverExecution() {
    comparesTicksOf(100, 1_000);
  }

  private void comparesTicksOf(int few, int many) {
    var ofFew = executionsOfATick(few);
    var ofMany = executionsOfATick(many);
    var slope = (ofMany - ofFew) / (many - few);
    Log.infof(
        "Driver executions: %.0f for %d agents, %.0f for %d: %.3f per turn",
        ofFew, few, ofMany, many, slope);
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
