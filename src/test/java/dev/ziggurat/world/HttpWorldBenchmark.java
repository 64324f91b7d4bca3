package dev.ziggurat.world;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.benchmark.Companion;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ticks of 1,000 agents in a world over HTTP, in a process of its own, beside ticks of the same
 * rules in process: aimed at is at most 1.25 times their time. Providers are simulated and answer
 * at once, so nothing hides what the world costs.
 *
 * <p>No test, so its name keeps it out of the build: {@code ./mvnw -q test
 * -Dtest=HttpWorldBenchmark}.
 */
@QuarkusTest
class HttpWorldBenchmark {

  private static final int AGENTS = 1_000;
  private static final int WARM_UP_TICKS = 10;
  private static final int TICKS = 21;
  private static final double TIMES = 1.25;

  @Inject Arena arena;

  @Test
  @Timeout(1_200)
  void ticksOverHttpBesideTicksInProcess(@TempDir Path logs) throws Exception {
    arena.calm();
    try (var program = Companion.program(CounterProgram.class, logs)) {
      var inProcess = create("\"counter\"");
      var overHttp =
          create(
              "{\"url\": \"http://127.0.0.1:%d\", \"keyVariable\": \"TEST_WORLD_KEY\"}"
                  .formatted(program.port()));
      var within = new ArrayList<Integer>();
      var over = new ArrayList<Integer>();
      for (var tick = 1; tick <= WARM_UP_TICKS + TICKS; tick++) {
        // By turns, so that neither is always the first.
        if (tick % 2 == 0) {
          within.add(millis(inProcess, tick));
          over.add(millis(overHttp, tick));
        } else {
          over.add(millis(overHttp, tick));
          within.add(millis(inProcess, tick));
        }
      }
      tell(median(within), median(over));
    } finally {
      arena.change("update game set deleted_at = now() where id like 'bench-%'");
    }
  }

  private static void tell(int within, int over) {
    var times = (double) over / within;
    System.out.printf(
        "%n%d agents, median of %d ticks: %d ms in process, %d ms over HTTP, %.2f times: %s%n",
        AGENTS, TICKS, within, over, times, times <= TIMES ? "held" : "MISSED");
  }

  private static int median(List<Integer> millis) {
    var measured = millis.subList(WARM_UP_TICKS, millis.size()).stream().sorted().toList();
    return measured.get(measured.size() / 2);
  }

  private int millis(String game, int tick) {
    return arena
        .tick(game, "tick " + tick)
        .statusCode(200)
        .extract()
        .jsonPath()
        .<Integer>get("ticks[0].durationMillis");
  }

  private String create(String world) {
    var id = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    var agents =
        IntStream.range(0, AGENTS)
            .mapToObj("{\"handle\": \"agent-%04d\", \"persona\": \"Steps.\"}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    var status =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body(
                """
                {"id": "%s", "name": "Race", "periodMillis": 60000, "width": 256,
                 "world": %s, "agents": %s}"""
                    .formatted(id, world, agents))
            .post("/api/games")
            .then()
            .extract()
            .response();
    assertThat(status.statusCode()).as(status.asString()).isEqualTo(201);
    return id;
  }
}
