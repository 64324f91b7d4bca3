package dev.ziggurat.benchmark.scale;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Prints how long a tick of 10,000, 100,000 and 1,000,000 agents takes, and what limits it first.
 * Costs per turn are those that docs/performance.md measured; the latency is that of a small model.
 */
class ScaleSimulation {

  private static final double MEDIAN_SECONDS = 1.5;
  private static final double SPREAD = 0.6;
  private static final double DATABASE_MICROS = Double.parseDouble(property("database-us", "540"));
  private static final double APPLY_MICROS = Double.parseDouble(property("apply-us", "250"));

  private record Case(
      String name, int games, int shard, Workers workers, double limit, int cores) {}

  @Test
  void table() {
    for (var agents : List.of(10_000, 100_000, 1_000_000)) {
      System.out.printf("%,d agents, all due at once%n", agents);
      for (var each : cases()) {
        var setup =
            new Setup(
                agents,
                each.games(),
                each.shard(),
                each.workers(),
                MEDIAN_SECONDS,
                SPREAD,
                each.limit(),
                each.cores(),
                DATABASE_MICROS,
                APPLY_MICROS);
        System.out.printf("  %-78s %s%n", each.name(), Simulation.run(setup, 1));
      }
    }
  }

  private static List<Case> cases() {
    return List.of(
        of("inline", 1, 1, Workers.processes(1, 256), 500, 4),
        of("8 processes", 1, 100, Workers.processes(8, 256), 500, 4),
        of("8 processes", 1, 100, Workers.processes(8, 256), 5_000, 4),
        of("functions", 10, 100, Workers.functions(1_000, 100), 5_000, 8),
        of("functions", 100, 250, Workers.functions(1_000, 250), 20_000, 16),
        of("64 processes", 100, 250, Workers.processes(64, 1_024), 20_000, 16),
        of("128 processes", 1_000, 250, Workers.processes(128, 1_024), 100_000, 32));
  }

  private static Case of(
      String name, int games, int shard, Workers workers, double limit, int cores) {
    return new Case(
        String.format(
            Locale.ROOT,
            "%s of width %,d, games %,d, %,.0f calls/s, database %d cores",
            name,
            workers.width(),
            games,
            limit,
            cores),
        games,
        shard,
        workers,
        limit,
        cores);
  }

  private static String property(String name, String otherwise) {
    return System.getProperty("ziggurat.scale." + name, otherwise);
  }
}
