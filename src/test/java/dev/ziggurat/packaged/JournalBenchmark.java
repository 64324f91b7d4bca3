package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast ticks are journaled and applied, beside {@code pgbench} that runs the same statements:
 * those of one tick are taken from the server's log with their values, and played on a copy of the
 * database as it was before that tick, where they must lead to the same world. Turns per second
 * while a transaction of the kind is open.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=JournalBenchmark}. Its parameters:
 *
 * <ul>
 *   <li>{@code -Dziggurat.agents=1000}: how many agents
 *   <li>{@code -Dziggurat.width=256}: how many are asked at once
 *   <li>{@code -Dziggurat.latency=0}: how long an answer takes, in milliseconds
 *   <li>{@code -Dziggurat.warm-up=20}, {@code -Dziggurat.ticks=9}: how many ticks are played
 *       before, and measured
 *   <li>{@code -Dziggurat.pgbench=pgbench}: where the program is
 * </ul>
 */
class JournalBenchmark {

  private static final int AGENTS = Integer.getInteger("ziggurat.agents", 1_000);
  private static final int WIDTH = Integer.getInteger("ziggurat.width", 256);
  private static final int LATENCY_MILLIS = Integer.getInteger("ziggurat.latency", 0);
  private static final int WARM_UP_TICKS = Integer.getInteger("ziggurat.warm-up", 20);
  private static final int MEASURED_TICKS = Integer.getInteger("ziggurat.ticks", 9);
  private static final String PGBENCH = System.getProperty("ziggurat.pgbench", "pgbench");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Instant FIRST_SLOT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String GAME = "bench";
  private static final String COPY = "before";

  private int slots;

  /** What is compared: transactions that have a statement which begins like this. */
  private enum Kind {
    JOURNAL("update turn set state = thought.state"),
    APPLY("update turn set state = 'applied', results = ");

    private final String statement;

    Kind(String statement) {
      this.statement = statement;
    }

    /** The server's identifier of that statement. */
    long form(List<ServerLog.Transaction> transactions) {
      return transactions.stream()
          .flatMap(transaction -> transaction.statements().stream())
          .filter(statement -> statement.sql().stripLeading().startsWith(this.statement))
          .findAny()
          .orElseThrow()
          .form();
    }
  }

  /**
   * How long transactions of a kind were open in a tick.
   *
   * @param transactions how many pgbench played
   */
  private record Compared(String what, double millis, double pgbenchMillis, long transactions) {}

  @Test
  @Timeout(3_600)
  void rates(@TempDir Path folder) throws Exception {
    try (var simulation = new Installation(folder.resolve("simulator"));
        var installation = new Installation(folder.resolve("this"))) {
      var provider =
          simulation.start("simulator", Map.of("ziggurat.http.connections-per-address", "4096"));
      provider.faults("{\"wandb\": {\"latencyMillis\": " + LATENCY_MILLIS + "}}");
      var first = installation.start("prod", BenchmarkGame.settings(provider, WIDTH));
      BenchmarkGame.found(installation, GAME, AGENTS);
      tick(first);
      tick(first);
      first.kill();
      // Nobody may be connected to what is copied.
      execute(installation, "create database " + COPY + " template postgres");
      var application = installation.start("prod", BenchmarkGame.settings(provider, WIDTH));
      var log = new ServerLog(installation, folder.resolve("this/db"));
      log.beginStatements();
      var digest = tick(application);
      var statements = log.ended();
      for (var ticks = 0; ticks < WARM_UP_TICKS; ticks++) {
        tick(application);
      }
      log.beginDurations();
      for (var ticks = 0; ticks < MEASURED_TICKS; ticks++) {
        tick(application);
      }
      var measured = log.ended();
      var url = installation.jdbcUrl().replaceFirst("/postgres$", "/" + COPY);
      var played =
          new PgbenchReplay(PGBENCH, folder).play(statements, url, installation.password());
      assertThat(digest(url, installation.password())).isEqualTo(digest);
      tell(
          "%n%d agents, width %d, %d ms per answer; %d ticks after %d",
          AGENTS, WIDTH, LATENCY_MILLIS, MEASURED_TICKS, WARM_UP_TICKS);
      var compared =
          Stream.of(Kind.values())
              .map(kind -> compared(kind, measured, statements, played))
              .toList();
      compared.forEach(JournalBenchmark::tell);
      tell(
          new Compared(
              "both",
              compared.stream().mapToDouble(Compared::millis).sum(),
              compared.stream().mapToDouble(Compared::pgbenchMillis).sum(),
              compared.stream().mapToLong(Compared::transactions).sum()));
    }
  }

  private static Compared compared(
      Kind kind,
      List<ServerLog.Transaction> measured,
      List<ServerLog.Transaction> statements,
      List<Double> played) {
    var form = kind.form(statements);
    var ofKind =
        IntStream.range(0, statements.size())
            .filter(index -> statements.get(index).has(form))
            .boxed()
            .toList();
    return new Compared(
        kind.name().toLowerCase(Locale.ROOT),
        measured.stream()
                .filter(transaction -> transaction.has(form))
                .mapToDouble(ServerLog.Transaction::millis)
                .sum()
            / MEASURED_TICKS,
        ofKind.stream().mapToDouble(played::get).sum(),
        ofKind.size());
  }

  /** The digest of the world after one tick. */
  private String tick(PackagedProcess application) {
    var slot = FIRST_SLOT.plus(Duration.ofMinutes(++slots)).toString();
    var report = application.tickAt(slot, PATIENCE).report();
    assertThat(report.at("/turns/applied").asInt()).as(report.toString()).isEqualTo(AGENTS);
    return report.path("digest").asText();
  }

  private static void execute(Installation installation, String sql)
      throws SQLException, IOException {
    var url = installation.jdbcUrl().replaceFirst("/postgres$", "/template1");
    try (var connection = DriverManager.getConnection(url, "postgres", installation.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String digest(String url, String password) throws SQLException {
    try (var connection = DriverManager.getConnection(url, "postgres", password);
        var statement = connection.createStatement();
        var result =
            statement.executeQuery("select digest from tick order by number desc limit 1")) {
      result.next();
      return result.getString(1);
    }
  }

  private static void tell(Compared compared) {
    tell(
        "%-8s %.0f ms a tick, %.0f turns/s; pgbench %.0f ms for %d transactions, %.0f turns/s: ratio %.2f",
        compared.what(),
        compared.millis(),
        AGENTS * 1e3 / compared.millis(),
        compared.pgbenchMillis(),
        compared.transactions(),
        AGENTS * 1e3 / compared.pgbenchMillis(),
        compared.pgbenchMillis() / compared.millis());
  }

  private static void tell(String format, Object... values) {
    // This is a command: what it prints is its result.
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
