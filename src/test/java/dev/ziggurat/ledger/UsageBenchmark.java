package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import io.quarkus.logging.Log;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * How fast usage is told of a million attempts. Not part of the build: {@code ./mvnw test
 * -Dtest=UsageBenchmark}.
 */
@QuarkusTest
class UsageBenchmark {

  private static final int REQUESTS = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  @Inject Arena arena;
  @Inject RollUp rollUp;
  @Inject DataSource dataSource;

  @TestHTTPResource("/api/")
  URI api;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void tellsWhatAMillionAttemptsCameToInATenthOfASecond() throws Exception {
    var game = seeded();
    var from = Instant.now().minus(7, ChronoUnit.DAYS);
    for (var by : UsageBy.values()) {
      measure("admin/usage?by=" + by.id() + "&from=" + from);
      measure("admin/usage?by=" + by.id() + "&game=" + game + "&provider=groq&from=" + from);
    }
    measure("admin/usage?by=hour&game=" + game + "&agent=agent-0007&from=" + from);
    measure("admin/usage");
    measure("games/" + game + "/ticks/7777/attempts?limit=100");
    measure("games/" + game + "/ticks/7777/turns/agent-0007");
  }

  private String seeded() throws SQLException {
    var start = System.nanoTime();
    var game = arena.game(1);
    try (var connection = dataSource.getConnection()) {
      SeededLedger.of(connection, game);
    }
    Log.infof("Seeded in %.1f s", (System.nanoTime() - start) / NANOS_PER_MILLI / 1_000);
    var parts = 0;
    start = System.nanoTime();
    while (rollUp.catchUp()) {
      parts++;
    }
    Log.infof(
        "Summed up in %d parts of %.0f ms",
        parts, (System.nanoTime() - start) / NANOS_PER_MILLI / parts);
    arena.change("vacuum analyze usage");
    assertThat(arena.number("select sum(attempts) from usage where grain = 'hour'"))
        .isGreaterThan(990_000);
    return game;
  }

  private void measure(String path) throws Exception {
    var times = new double[REQUESTS];
    for (var round = -10; round < REQUESTS; round++) {
      var start = System.nanoTime();
      var answer =
          client.send(
              HttpRequest.newBuilder(api.resolve(path))
                  .header("Authorization", "Bearer dev-viewer")
                  .build(),
              BodyHandlers.ofByteArray());
      if (round >= 0) {
        times[round] = (System.nanoTime() - start) / NANOS_PER_MILLI;
      }
      assertThat(answer.statusCode()).isIn(List.of(200, 404));
    }
    Arrays.sort(times);
    Log.infof(
        "%-90s p50 %6.1f ms, p95 %6.1f ms",
        path.replaceAll("&from=.*", ", 7 days"),
        times[REQUESTS / 2 - 1],
        times[REQUESTS * 95 / 100 - 1]);
  }
}
