package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much of a tick is not waiting for models: the median of five ticks of 1,000 agents after five
 * warm-up ticks, as a ratio to the time that models alone would take. Three processes: the package
 * in profile prod, its database, and a provider that takes 200 ms for every answer.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=TickBenchmark}.
 */
class TickBenchmark {

  private static final int AGENTS = 1_000;
  private static final int WIDTH = 256;
  private static final int LATENCY_MILLIS = 200;
  private static final int WARM_UP_TICKS = 5;
  private static final int MEASURED_TICKS = 5;

  /** The waves of simultaneous calls, one after the other, and nothing else. */
  private static final long IDEAL_MILLIS = Math.ceilDiv(AGENTS, WIDTH) * (long) LATENCY_MILLIS;

  /** CPU time used so far by each of the three. */
  private record CpuTimes(Duration application, Duration database, Duration simulator) {

    private Duration total() {
      return application.plus(database).plus(simulator);
    }

    private CpuTimes since(CpuTimes before) {
      return new CpuTimes(
          application.minus(before.application),
          database.minus(before.database),
          simulator.minus(before.simulator));
    }
  }

  @Test
  @Timeout(300)
  void medianTickOfAThousandAgents(@TempDir Path folder) throws Exception {
    try (var simulation = new Installation(folder.resolve("simulator"));
        var installation = new Installation(folder.resolve("application"))) {
      var simulator = simulation.start("simulator", Map.of());
      simulator.faults("{\"wandb\": {\"latencyMillis\": " + LATENCY_MILLIS + "}}");
      var application =
          installation.start(
              "prod",
              Map.of(
                  "ziggurat.access.cron-secret",
                  PackagedProcess.CRON_SECRET,
                  "ziggurat.provider.wandb.api-key",
                  "simulated",
                  "ziggurat.provider.wandb.api-base",
                  simulator.address() + "/simulator/wandb/v1",
                  // Nothing else is tuned: what a provider is asked at once doubles with every wave
                  // of answers, so the warm-up sees the limit reach the width.
                  "ziggurat.tick.width",
                  Integer.toString(WIDTH)));
      settle(installation);

      for (var number = 0; number < WARM_UP_TICKS; number++) {
        tick(application, "warm-up-" + number);
      }
      var before = cpuTimes(application, installation, simulator);
      var millis = new ArrayList<Long>();
      for (var number = 0; number < MEASURED_TICKS; number++) {
        millis.add(tick(application, "measured-" + number));
      }
      tell(millis, cpuTimes(application, installation, simulator).since(before));
    }
  }

  /** An empty city with so many inhabitants: its first tick pays them and opens its markets. */
  private static void settle(Installation installation) throws SQLException, IOException {
    try (var connection = installation.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into game (id, name, world, seed, period_millis)
          values ('bench', 'Benchmark', 'babylon', 7, 60000)
          """);
      statement.execute(
          """
          insert into agent (game_id, handle, persona)
          select 'bench', 'agent-' || lpad(number::text, 4, '0'),
            'You are number ' || number || ' of a thousand traders of Babylon, and in no hurry.'
          from generate_series(1, %d) as number
          """
              .formatted(AGENTS));
    }
  }

  /** How long the caller waited. */
  private static long tick(PackagedProcess application, String key) {
    var began = System.nanoTime();
    var report = application.tick(key).report();
    var millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    assertThat(report.at("/turns/applied").asInt()).as(report.toString()).isEqualTo(AGENTS);
    assertThat(report.at("/inference/attempts").asInt()).isEqualTo(AGENTS);
    return millis;
  }

  private static CpuTimes cpuTimes(
      PackagedProcess application, Installation installation, PackagedProcess simulator)
      throws IOException {
    var postmaster = installation.postmaster().orElseThrow();
    return new CpuTimes(
        used(Stream.of(application.handle())),
        used(Stream.concat(Stream.of(postmaster), postmaster.descendants())),
        used(Stream.of(simulator.handle())));
  }

  private static Duration used(Stream<ProcessHandle> processes) {
    return processes
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static void tell(ArrayList<Long> millis, CpuTimes used) {
    var wall = millis.stream().mapToLong(Long::longValue).sum();
    var median = millis.stream().sorted().skip(MEASURED_TICKS / 2).findFirst().orElseThrow();
    var cores = Runtime.getRuntime().availableProcessors();
    // This is a command: what it prints is its result.
    System.out.printf(
        Locale.ROOT,
        """
        %d agents, width %d, %d ms per answer: ticks of %s ms, median %d ms
        ratio to %d ms: %.2f
        CPU time: application %d %%, database %d %%, simulator %d %% of %d ms; %d %% of %d cores
        """,
        AGENTS,
        WIDTH,
        LATENCY_MILLIS,
        millis,
        median,
        IDEAL_MILLIS,
        (double) median / IDEAL_MILLIS,
        percent(used.application(), used.total().toMillis()),
        percent(used.database(), used.total().toMillis()),
        percent(used.simulator(), used.total().toMillis()),
        used.total().toMillis(),
        percent(used.total(), wall * cores),
        cores);
  }

  private static long percent(Duration part, long wholeMillis) {
    return Math.round(100.0 * part.toMillis() / wholeMillis);
  }
}
