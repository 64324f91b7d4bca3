package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.PostgresResource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many turns the command {@code trajectories} of the package writes in a second with a heap of
 * 256 megabytes, and how much of it is used. The turns are made by SQL, with prompts of the usual
 * size.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=TrajectoryBenchmark}, with {@code -Dziggurat.turns=100000} for fewer than a million.
 */
class TrajectoryBenchmark {

  private static final int AGENTS = 100;
  private static final int TURNS = Integer.getInteger("ziggurat.turns", 1_000_000);
  private static final String USER = "postgres";
  private static final Pattern HEAP = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");
  private static final int PART = 64 * 1024;

  @TempDir Path folder;

  /** What an export wrote. */
  private record Written(long lines, long bytes, String digest, double seconds, long peakMebi) {}

  @Test
  @Timeout(3_600)
  void turnsInASecond() throws Exception {
    var url = PostgresResource.database("trajectories");
    run(url, "migrate").discard();
    try (var connection = DriverManager.getConnection(url, USER, USER)) {
      fill(connection);
    }
    for (var format : List.of("turns", "openai-strict", "art")) {
      tell(format, export(url, "--format=" + format));
    }
    var first = export(url, "--format=openai", "--min-reward-quantile=0.75");
    tell("openai, best quarter", first);
    assertThat(export(url, "--format=openai", "--min-reward-quantile=0.75").digest())
        .isEqualTo(first.digest());
  }

  private static void tell(String what, Written written) {
    System.out.printf(
        "%-22s %,9d lines, %,6d MB in %6.1f s: %,7.0f lines/s; heap used at most %d of 256 MB%n",
        what,
        written.lines(),
        written.bytes() >> 20,
        written.seconds(),
        written.lines() / written.seconds(),
        written.peakMebi());
  }

  private static void fill(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var sql :
          List.of(
              """
              insert into game (id, name, world, seed, period_millis, last_tick)
              values ('past', 'Past', 'babylon', 7, 60000, %1$d)
              """,
              """
              insert into agent (game_id, handle, persona)
              select 'past', 'agent-' || lpad(n::text, 4, '0'), 'A persona.' from generate_series(1, %2$d) as n
              """,
              """
              insert into tick (game_id, number, trigger_key, slot, epoch, phase, started_at, shared_briefing, report, outcome, closed_at)
              select 'past', n, n::text, timestamptz '2026-01-01' + n * interval '1 minute', n, 'closed', now(),
                repeat(md5(n::text) || ' what all agents of a tick are shown. ', 90), '{}', 'completed', now()
              from generate_series(1, %1$d) as n
              """,
              """
              insert into turn (game_id, tick, handle, position, think_order, state, provider, model, briefing, answer,
                decision, path, results, score_micro)
              select 'past', t, 'agent-' || lpad(a::text, 4, '0'), a - 1, a - 1, 'applied', 'wandb', 'openai/gpt-oss-120b',
                repeat(md5(t || '/' || a) || ' what one agent is shown. ', 25), '{"memo": "' || md5(a || '/' || t) || '", "actions": []}',
                '{"actions": []}', '[]', '[]', 1000000 * (hashint4(t * 1000 + a) %% 1000)
              from generate_series(1, %1$d) as t cross join generate_series(1, %2$d) as a
              """,
              "analyze")) {
        statement.execute(sql.formatted(TURNS / AGENTS, AGENTS));
      }
    }
  }

  private Written export(String url, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of("trajectories", "--game=past"));
    arguments.addAll(List.of(more));
    var began = System.nanoTime();
    var running = run(url, arguments.toArray(String[]::new));
    var digest = MessageDigest.getInstance("SHA-256");
    var lines = 0L;
    var bytes = 0L;
    var part = new byte[PART];
    try (InputStream out = running.process().getInputStream()) {
      for (var read = out.read(part); read >= 0; read = out.read(part)) {
        bytes += read;
        digest.update(part, 0, read);
        for (var i = 0; i < read; i++) {
          lines += part[i] == '\n' ? 1 : 0;
        }
      }
    }
    running.ended();
    var seconds = (System.nanoTime() - began) / 1e9;
    var peak =
        HEAP.matcher(Files.readString(running.log()))
            .results()
            .mapToLong(heap -> Long.parseLong(heap.group(1)))
            .max()
            .orElse(0);
    return new Written(lines, bytes, HexFormat.of().formatHex(digest.digest()), seconds, peak);
  }

  /** A command that was started. */
  private record Running(Process process, Path log, Path err) {

    void discard() throws Exception {
      process.getInputStream().transferTo(OutputStream.nullOutputStream());
      ended();
    }

    void ended() throws IOException, InterruptedException {
      assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    }
  }

  private Running run(String url, String... arguments) throws IOException {
    var log = Files.createTempFile(folder, "heap", ".log");
    var err = Files.createTempFile(folder, "command", ".err");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-Xlog:gc:file=" + log));
    command.addAll(List.of("-jar", PackagedProcess.JAR.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().keySet().removeIf(PackagedProcess::isOurs);
    builder.environment().put("QUARKUS_DATASOURCE_JDBC_URL", url);
    builder.environment().put("QUARKUS_DATASOURCE_USERNAME", USER);
    builder.environment().put("QUARKUS_DATASOURCE_PASSWORD", USER);
    return new Running(builder.start(), log, err);
  }
}
