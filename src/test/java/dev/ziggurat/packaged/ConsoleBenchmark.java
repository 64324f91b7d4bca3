package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long an operator waits for each page of the console, and for usage, when a game has a past: a
 * thousand agents, ten thousand ticks, a million attempts. Tells the 95th percentile of a hundred
 * requests each, one after the other, and its ratio to that of a page that reads nothing.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q verify -Dtest=none
 * -Dit.test=ConsoleBenchmark}.
 */
class ConsoleBenchmark {

  private static final String VIEWER = "benchmark-viewer";
  private static final String ADMIN = "benchmark-admin";
  private static final String GAME = "past";

  /** A page without data: what HTTP, the token and a template cost by themselves. */
  private static final String BASELINE = "/console/sign-in";

  private static final List<String> PAGES =
      List.of(
          "/console/?game=past",
          "/console/ai-models",
          "/console/games",
          "/console/agents?game=past",
          "/console/agents/agent-0007?game=past",
          "/console/markets?game=past",
          "/console/markets/m9000-0?game=past",
          "/console/ticks?game=past",
          "/console/ticks/9999?game=past",
          "/console/ticks/9999/turns/agent-0907?game=past",
          "/console/usage",
          "/console/audit",
          "/console/drills",
          "/api/games",
          "/api/games/past/leaderboard",
          "/api/admin/ai-models");

  private static final List<String> USAGE_BY =
      List.of("provider", "model", "agent", "game", "day", "hour", "source");

  private static final int WARM_UP = 30;
  private static final int MEASURED = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Of a million attempts some wait to be summed up until they are worth it. */
  private static final long MOST = 990_000;

  /** A request that reads usage sums up a part of what waits. */
  private static final int MAX_PARTS = 400;

  @Test
  @Timeout(900)
  void everyPageOfAGameWithAPast(@TempDir Path folder) throws Exception {
    try (var installation = new Installation(folder)) {
      var application =
          installation.start(
              "prod",
              Map.of(
                  "ziggurat.access.viewer-token",
                  VIEWER,
                  "ziggurat.access.admin-token",
                  ADMIN,
                  "ziggurat.provider.wandb.api-key",
                  "simulated",
                  "ziggurat.provider.wandb.api-base",
                  "http://127.0.0.1:9/v1"));
      var founded =
          application.send(
              "POST",
              "/api/games",
              ADMIN,
              "{\"id\":\"past\",\"name\":\"Past\",\"periodMillis\":60000,\"agents\":1}");
      assertThat(founded.status()).as(founded.text()).isEqualTo(201);
      try (var connection = installation.connect()) {
        SeededPast.of(connection, GAME);
      }
      for (var part = 0; part < MAX_PARTS && summedUp(installation) < MOST; part++) {
        application.get("/api/admin/usage", VIEWER);
      }
      assertThat(summedUp(installation)).isGreaterThanOrEqualTo(MOST);
      installation.execute("vacuum analyze");

      measure(application, BASELINE);
      var baseline = measure(application, BASELINE);
      tell(BASELINE, baseline, baseline);
      for (var page : PAGES) {
        tell(page, measure(application, page), baseline);
      }
      var from = Instant.now().minus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
      for (var by : USAGE_BY) {
        tell(
            "/api/admin/usage?by=" + by + ", 7 days",
            measure(application, "/api/admin/usage?by=" + by + "&from=" + from),
            baseline);
      }
    }
  }

  private static long summedUp(Installation installation) throws Exception {
    return installation.number("select coalesce(sum(attempts), 0) from usage where grain = 'hour'");
  }

  /** Milliseconds of each request, the shortest first. */
  private static double[] measure(PackagedProcess application, String path) {
    var millis = new double[MEASURED];
    for (var request = -WARM_UP; request < MEASURED; request++) {
      var began = System.nanoTime();
      var answer = application.get(path, VIEWER);
      if (request >= 0) {
        millis[request] = (System.nanoTime() - began) / NANOS_PER_MILLI;
      }
      assertThat(answer.status()).as(path).isEqualTo(200);
    }
    Arrays.sort(millis);
    return millis;
  }

  private static void tell(String path, double[] millis, double[] baseline) {
    // This is a command: what it prints is its result.
    System.out.printf(
        Locale.ROOT,
        "%-52s p50 %6.1f ms   p95 %6.1f ms   ratio to a page without data %5.1f%n",
        path,
        millis[MEASURED / 2],
        p95(millis),
        p95(millis) / p95(baseline));
  }

  private static double p95(double[] millis) {
    return millis[MEASURED * 95 / 100 - 1];
  }
}
