package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.benchmark.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much of a tick is not waiting for models, and what a turn takes: the medians of some ticks
 * after some warm-up ticks, as a ratio to the time that models alone would take, and to another
 * build that plays the same ticks by turns in the same run. Three processes for each build: the
 * package in profile prod, its database, and a provider that takes a fixed time for every answer,
 * which both ask. Both builds must reach the same worlds.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=TickBenchmark}. Its parameters:
 *
 * <ul>
 *   <li>{@code -Dziggurat.agents=1000}: how many agents; several numbers make a table
 *   <li>{@code -Dziggurat.width=256}: how many are asked at once
 *   <li>{@code -Dziggurat.latency=200}: how long an answer takes, in milliseconds
 *   <li>{@code -Dziggurat.heap=512m}: the application's heap
 *   <li>{@code -Dziggurat.warm-up=5}, {@code -Dziggurat.ticks=5}: how many ticks are played before,
 *       and measured
 *   <li>{@code -Dziggurat.baseline=FOLDER}: the {@code quarkus-app} of another build
 *   <li>{@code -Dziggurat.profile}: play them once more, recorded, and tell the phases apart
 *   <li>{@code -Dziggurat.keep=FOLDER}: where the recordings are kept
 * </ul>
 */
class TickBenchmark {

  private static final List<Integer> AGENTS =
      Stream.of(System.getProperty("ziggurat.agents", "1000").split(","))
          .map(Integer::valueOf)
          .toList();
  private static final int WIDTH = Integer.getInteger("ziggurat.width", 256);
  private static final int LATENCY_MILLIS = Integer.getInteger("ziggurat.latency", 200);
  private static final String HEAP = System.getProperty("ziggurat.heap", "512m");
  private static final int WARM_UP_TICKS = Integer.getInteger("ziggurat.warm-up", 5);
  private static final int MEASURED_TICKS = Integer.getInteger("ziggurat.ticks", 5);
  private static final String BASELINE = System.getProperty("ziggurat.baseline");
  private static final boolean PROFILED = System.getProperty("ziggurat.profile") != null;
  private static final Path PHASES = Path.of("src/test/resources/phases.jfc");

  private final List<TickedBuild> builds = new ArrayList<>();

  /** CPU time that the provider took for each tick that was measured, of all builds. */
  private final List<Duration> simulator = new ArrayList<>();

  @Test
  @Timeout(3_600)
  void ticks(@TempDir Path temporary) throws Exception {
    var kept = System.getProperty("ziggurat.keep");
    var folder = kept == null ? temporary : Files.createDirectories(Path.of(kept));
    try (var simulation = new Installation(folder.resolve("simulator"))) {
      // Of each build as many as it asks at once.
      var provider =
          simulation.start("simulator", Map.of("ziggurat.http.connections-per-address", "4096"));
      provider.faults("{\"wandb\": {\"latencyMillis\": " + LATENCY_MILLIS + "}}");
      try {
        builds.add(start("this", PackagedProcess.JAR, folder, provider));
        if (BASELINE != null) {
          var jar = Path.of(BASELINE).toAbsolutePath().resolve("quarkus-run.jar");
          builds.add(start("baseline", jar, folder, provider));
        }
        for (var agents : AGENTS) {
          measure(agents, Meter.of(provider.handle()));
        }
      } finally {
        for (var build : builds) {
          build.close();
        }
      }
    }
  }

  private static TickedBuild start(String name, Path jar, Path folder, PackagedProcess provider)
      throws IOException {
    return TickedBuild.start(
        name, jar, folder.resolve(name), HEAP, BenchmarkGame.settings(provider, WIDTH));
  }

  private void measure(int agents, Meter provider) throws SQLException, IOException {
    for (var build : builds) {
      build.settle(agents);
    }
    play(WARM_UP_TICKS, provider);
    builds.forEach(TickedBuild::warm);
    simulator.clear();
    var before = written();
    play(MEASURED_TICKS, provider);
    var after = written();
    tell(
        "%n%d agents, width %d, %d ms per answer, heap %s; %d ticks after %d",
        agents, WIDTH, LATENCY_MILLIS, HEAP, MEASURED_TICKS, WARM_UP_TICKS);
    for (var index = 0; index < builds.size(); index++) {
      tell(builds.get(index), agents, before.get(index), after.get(index));
    }
    if (builds.size() > 1) {
      compare(builds.getFirst(), builds.getLast());
    }
    if (PROFILED) {
      profile(agents, provider);
    }
  }

  /** By turns; who is first alternates. All must reach the same world. */
  private void play(int ticks, Meter provider) {
    for (var tick = 0; tick < ticks; tick++) {
      var digests = new ArrayList<String>();
      for (var build : tick % 2 == 0 ? builds : builds.reversed()) {
        var cpu = provider.cpu();
        digests.add(build.tick());
        simulator.add(provider.cpu().minus(cpu));
      }
      assertThat(digests).doesNotContain("").containsOnly(digests.getFirst());
    }
  }

  private List<TickedBuild.Written> written() throws SQLException, IOException {
    var written = new ArrayList<TickedBuild.Written>();
    for (var build : builds) {
      written.add(build.written());
    }
    return written;
  }

  private void tell(
      TickedBuild build, int agents, TickedBuild.Written before, TickedBuild.Written after)
      throws IOException {
    var turns = (double) agents * MEASURED_TICKS;
    var millis = median(build, TickedBuild.Ticked::millis);
    tell(
        "%-9s ticks of %s ms, median %.0f ms%s",
        build.name(),
        build.ticks().stream().map(TickedBuild.Ticked::millis).toList(),
        millis,
        ratio(agents, millis));
    var compiling =
        build.ticks().stream().mapToLong(tick -> tick.compiling().toNanos()).sum() / 1e3 / turns;
    tell(
        "          per turn: application %.0f us and %.0f us compiling, database %.0f us, simulator %.0f us;"
            + " %.1f KiB allocated, %.2f statements, %.2f KiB of WAL; %d MiB live, %d MiB resident",
        application(build) / agents,
        compiling,
        median(build, tick -> tick.database().toNanos()) / 1e3 / agents,
        simulator.stream().mapToLong(Duration::toNanos).average().orElse(0) / 1e3 / agents,
        median(build, TickedBuild.Ticked::allocated) / 1024 / agents,
        (after.executions() - before.executions()) / turns,
        (after.walBytes() - before.walBytes()) / 1024 / turns,
        build.liveMebi(),
        build.residentMebi());
  }

  /** The waves of simultaneous calls, one after the other, and nothing else. */
  private static String ratio(int agents, double millis) {
    var ideal = Math.ceilDiv(agents, WIDTH) * (long) LATENCY_MILLIS;
    return ideal == 0
        ? ", %.0f turns/s".formatted(agents * 1e3 / millis)
        : ", ratio to %d ms: %.2f".formatted(ideal, millis / ideal);
  }

  /** Microseconds of CPU time, without those of the JVM's compilers. */
  private static double application(TickedBuild build) {
    return median(build, tick -> tick.application().minus(tick.compiling()).toNanos()) / 1e3;
  }

  private static void compare(TickedBuild one, TickedBuild other) {
    tell(
        "%s to %s: wall time %.2f; CPU time of application %.2f, of database %.2f; allocated bytes %.2f",
        one.name(),
        other.name(),
        median(one, TickedBuild.Ticked::millis) / median(other, TickedBuild.Ticked::millis),
        application(one) / application(other),
        median(one, tick -> tick.database().toNanos())
            / median(other, tick -> tick.database().toNanos()),
        median(one, TickedBuild.Ticked::allocated) / median(other, TickedBuild.Ticked::allocated));
  }

  private void profile(int agents, Meter provider) throws IOException {
    for (var build : builds) {
      build.record(PHASES);
    }
    play(MEASURED_TICKS, provider);
    for (var build : builds) {
      tell(
          "%s, by phase: CPU time of Java threads and allocated bytes per turn%n%s",
          build.name(),
          build
              .recorded()
              .table(
                  application(build) / agents,
                  median(build, TickedBuild.Ticked::allocated) / 1024 / agents));
    }
  }

  private static double median(TickedBuild build, ToLongFunction<TickedBuild.Ticked> what) {
    var values = build.ticks().stream().mapToLong(what).sorted().toArray();
    return values[values.length / 2];
  }

  private static void tell(String format, Object... values) {
    // This is a command: what it prints is its result.
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
