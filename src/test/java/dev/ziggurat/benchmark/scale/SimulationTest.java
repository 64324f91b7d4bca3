package dev.ziggurat.benchmark.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final int UNLIMITED = 1_000_000_000;

  private static Setup setup(int agents, int shard, Workers workers) {
    return new Setup(agents, 1, shard, workers, 2, 0, UNLIMITED, 4, 0.001, 100);
  }

  @Test
  void withoutOtherLimitsATickTakesItsRoundsOfLatency() {
    var one = Simulation.run(setup(1_000, 1_000, Workers.processes(1, 256)), 1);
    assertThat(one.thinkSeconds()).isCloseTo(4 * 2, within(0.01));
    assertThat(one.peakInFlight()).isEqualTo(256);
    assertThat(one.applySeconds()).isCloseTo(0.1, within(0.001));

    var four = Simulation.run(setup(1_000, 250, Workers.processes(4, 250)), 1);
    assertThat(four.thinkSeconds()).isCloseTo(2, within(0.01));
    assertThat(four.peakWorkers()).isEqualTo(4);
    assertThat(four.limit()).isEqualTo("latency of the model");
  }

  @Test
  void everyTurnOfAnUnevenLastShardIsAsked() {
    var all = Simulation.run(setup(1_001, 10, Workers.processes(1, 1)), 1);
    assertThat(all.thinkSeconds()).isCloseTo(1_001 * 2, within(0.01));
  }

  @Test
  void theLimitOfTheProvidersBindsAllWorkersTogether() {
    var base = setup(6_000, 100, Workers.processes(100, 100));
    var limited = new Setup(6_000, 1, 100, base.workers(), 2, 0, 100, 4, 0.001, 100);
    var outcome = Simulation.run(limited, 1);
    assertThat(outcome.thinkSeconds()).isCloseTo(60 + 2, within(0.1));
    assertThat(outcome.peakInFlight()).isBetween(199, 201);
    assertThat(outcome.limit()).isEqualTo("limit of the providers");
  }

  @Test
  void aBusyDatabaseIsTold() {
    var base = setup(10_000, 100, Workers.processes(100, 100));
    var slow = new Setup(10_000, 1, 100, base.workers(), 2, 0, UNLIMITED, 2, 2_000, 100);
    var outcome = Simulation.run(slow, 1);
    assertThat(outcome.thinkSeconds()).isCloseTo(10 + 2, within(0.1));
    assertThat(outcome.limit()).isEqualTo("database");
    assertThat(outcome.databaseBusy()).isBetween(0.8, 0.9);
  }

  @Test
  void functionsAreAddedByTheRateOfTheEventSource() {
    var ramp = Simulation.run(setup(3_000, 10, Workers.functions(1_000, 10)), 1);
    assertThat(ramp.peakWorkers()).isBetween(6, 300);
    assertThat(ramp.limit()).isEqualTo("workers");
    assertThat(Workers.functions(1_000, 10).after(61)).isEqualTo(305);
    assertThat(Workers.functions(5_000, 10).after(3_600)).isEqualTo(1_000);
  }

  @Test
  void theSameSeedGivesTheSameOutcome() {
    var setup = new Setup(5_000, 5, 50, Workers.functions(100, 25), 1.5, 0.6, 900, 4, 500, 250);
    assertThat(Simulation.run(setup, 7)).isEqualTo(Simulation.run(setup, 7));
    assertThat(Simulation.run(setup, 7)).isNotEqualTo(Simulation.run(setup, 8));
  }
}
