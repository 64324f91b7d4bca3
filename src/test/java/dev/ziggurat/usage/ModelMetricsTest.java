package dev.ziggurat.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.Arena;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which model earns what it costs. */
@QuarkusTest
class ModelMetricsTest {

  /** What most tests only read. */
  private static String shared;

  @Inject Arena arena;
  @Inject ModelMetrics metrics;
  @Inject MeterRegistry meters;
  @Inject ObjectMapper json;

  @BeforeEach
  void play() {
    if (shared == null) {
      shared = played();
    }
  }

  /** A new game after three ticks; in the second, the first provider answers nothing of use. */
  private String played() {
    arena.calm();
    var id = arena.game(4);
    arena.tick(id, "first").statusCode(200);
    arena.faults("{\"wandb\":{\"garbage\":true}}");
    arena.tick(id, "falls over").statusCode(200);
    arena.calm();
    arena.tick(id, "third").statusCode(200);
    return id;
  }

  private static ValidatableResponse get(String query) {
    return given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/admin/model-metrics" + query)
        .then();
  }

  private long number(String sql) {
    return arena.number(sql, shared);
  }

  @Test
  void attemptsFailuresAndTurnsAreToldByModel() {
    get("?game=" + shared)
        .statusCode(200)
        .body("by", equalTo("asked"))
        .body("narrowed", equalTo(false))
        .body("truncated", equalTo(false))
        .body("rows", hasSize(2))
        .body("rows.find { it.provider == 'wandb' }.attempts", equalTo(12))
        .body("rows.find { it.provider == 'wandb' }.successes", equalTo(8))
        .body("rows.find { it.provider == 'wandb' }.parseFailures", equalTo(4))
        .body("rows.find { it.provider == 'wandb' }.turns.decided", equalTo(8))
        .body("rows.find { it.provider == 'groq' }.attempts", equalTo(4))
        .body("rows.find { it.provider == 'groq' }.parseFailures", equalTo(0))
        .body("rows.find { it.provider == 'groq' }.turns.decided", equalTo(4))
        .body("rows.find { it.provider == 'groq' }.firstToken.p50Millis", nullValue())
        .body("total.provider", nullValue())
        .body("total.model", nullValue())
        .body("total.attempts", equalTo(16))
        .body("total.turns.decided", equalTo(12))
        .body("total.simulated", equalTo(true));
  }

  /** Attempts = usage = metrics, to the nano-dollar. */
  @Test
  void tokensAndCostsAreThoseOfTheLedger() {
    var body = get("?game=" + shared).statusCode(200).extract().jsonPath();
    var cost = number("select sum(cost_nano) from attempt where game_id = ?");
    var usage =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .get("/api/admin/usage?game=" + shared)
            .then()
            .extract()
            .jsonPath();
    assertThat(cost).isPositive();
    assertThat(body.getLong("total.cost.nanoUsd")).isEqualTo(cost);
    assertThat(usage.getLong("total.costNanoUsd")).isEqualTo(cost);
    assertThat(body.getList("rows.cost.nanoUsd", Long.class).stream().mapToLong(n -> n).sum())
        .isEqualTo(cost);
    assertThat(body.getLong("total.tokens.input"))
        .isEqualTo(number("select sum(input_tokens) from attempt where game_id = ?"));
    assertThat(body.getLong("total.turns.costNanoUsdPerTurn")).isEqualTo(Math.ceilDiv(cost, 12));
  }

  @Test
  void refusedActionsAreThoseOfTheJournal() throws JsonProcessingException {
    var actions = 0;
    var refused = 0;
    for (var results :
        arena.rows("select results from turn where game_id = ? and state = 'applied'", shared)) {
      for (var action : json.readTree(results)) {
        actions++;
        refused += action.path("refusal").isNull() ? 0 : 1;
      }
    }
    assertThat(actions).isPositive();
    get("?game=" + shared)
        .body("total.turns.actions", equalTo(actions))
        .body("total.turns.refusedActions", equalTo(refused));
  }

  /** Of an agent's first turn nothing is known that its score could be compared with. */
  @Test
  void profitIsWhatScoresChangedByFromTurnToTurn() {
    assertThat(number("select count(*) from turn where game_id = ? and score_micro is null"))
        .isZero();
    assertThat(
            number(
                "select count(*) from turn where game_id = ? and tick = 1 and score_change_micro is null"))
        .isEqualTo(4);
    var profit =
        number(
            """
            select sum(case tick when 3 then score_micro else -score_micro end) from turn
            where game_id = ? and tick in (1, 3)
            """);
    var cost = number("select sum(cost_nano) from attempt where game_id = ? and tick > 1");
    var body = get("?game=" + shared).extract().jsonPath();
    assertThat(body.getLong("total.turns.profit.microPoints")).isEqualTo(profit);
    assertThat(body.getLong("total.turns.profit.turns")).isEqualTo(8);
    assertThat(body.getLong("total.turns.profit.costNanoUsd")).isEqualTo(cost);
    assertThat(new BigDecimal(body.getString("total.turns.profit.pointsPerUsd")))
        .isEqualByComparingTo(
            BigDecimal.valueOf(profit)
                .multiply(BigDecimal.valueOf(1_000))
                .divide(BigDecimal.valueOf(cost), 2, RoundingMode.HALF_UP));
    assertThat(body.getString("unit")).isEqualTo("points");
    // What wandb charged for nothing is part of what groq's turns cost.
    var second = number("select sum(cost_nano) from attempt where game_id = ? and tick = 2");
    assertThat(body.getLong("rows.find { it.provider == 'groq' }.turns.profit.costNanoUsd"))
        .isEqualTo(second);
  }

  @Test
  void profitPerDollarIsNotToldWithoutAKnownCost() {
    var game = arena.game(1);
    arena.tick(game, "first").statusCode(200);
    arena.tick(game, "second").statusCode(200);
    get("?game=" + game).body("total.turns.profit.pointsPerUsd", not(nullValue()));
    arena.change("update attempt set price_known = false where game_id = ?", game);
    get("?game=" + game)
        .body("total.turns.profit.turns", equalTo(1))
        .body("total.turns.profit.costKnown", equalTo(false))
        .body("total.turns.profit.pointsPerUsd", nullValue());
    arena.change("update attempt set price_known = true, cost_nano = 0 where game_id = ?", game);
    get("?game=" + game)
        .body("total.turns.profit.costKnown", equalTo(true))
        .body("total.turns.profit.costNanoUsd", equalTo(0))
        .body("total.turns.profit.pointsPerUsd", nullValue());
  }

  @Test
  void pointsOfSeveralGamesAreNotAdded() {
    played();
    get("").body("mixedGames", equalTo(true)).body("unit", nullValue());
    get("").body("total.turns.profit", nullValue());
    assertThat(get("").extract().jsonPath().getList("rows.turns.profit")).containsOnlyNulls();
  }

  private void measured(String game, String model, String answered, int count) {
    arena.change(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, provider, model_asked, model_answered,
          outcome, latency_millis, first_token_millis, price_known, simulated)
        select gen_random_uuid(), gen_random_uuid(), 0, '2021-03-04 12:00Z'::timestamptz + make_interval(secs => n),
          'test', ?, 'groq', ?, ?, 'OK', n * 10, n, true, true
        from generate_series(1, cast(? as integer)) n
        """,
        game,
        model,
        answered,
        count);
  }

  private static final String DAY = "from=2021-03-04T00:00:00Z&to=2021-03-05T00:00:00Z";

  @Test
  void percentilesAreExact() {
    var game = "m-" + UUID.randomUUID();
    measured(game, "small", "small-1", 1_000);
    get("?" + DAY + "&game=" + game)
        .body("rows", hasSize(1))
        .body("rows[0].latency.p50Millis", equalTo(5_000))
        .body("rows[0].latency.p95Millis", equalTo(9_500))
        .body("rows[0].latency.p99Millis", equalTo(9_900))
        .body("rows[0].firstToken.p50Millis", equalTo(500))
        .body("rows[0].firstToken.p95Millis", equalTo(950))
        .body("rows[0].firstToken.p99Millis", equalTo(990))
        .body("rows[0].turns.decided", equalTo(0))
        .body("rows[0].turns.costNanoUsdPerTurn", nullValue())
        .body("unit", nullValue());
  }

  @Test
  void modelsAreToldApartAsAskedOrAsAnswered() {
    var game = "m-" + UUID.randomUUID();
    measured(game, "small", "small-1", 3);
    measured(game, "small", "small-2", 5);
    get("?" + DAY + "&game=" + game).body("rows.model", equalTo(List.of("small")));
    get("?" + DAY + "&by=answered&sort=-attempts&game=" + game)
        .body("rows.model", equalTo(List.of("small-2", "small-1")));
    get("?" + DAY + "&by=answered&sort=p95&game=" + game)
        .body("rows.model", equalTo(List.of("small-1", "small-2")));
  }

  @Test
  void theLatestAreReadWhereThereAreTooMany() {
    var game = "m-" + UUID.randomUUID();
    measured(game, "small", "small", 10);
    var from = Instant.parse("2021-03-04T12:00:00Z");
    var report =
        metrics.report(
            new ModelMetrics.Query(from, from.plusSeconds(11), Optional.of(game), false),
            ModelMetricsSort.of(Optional.empty()),
            4);
    assertThat(report.narrowed()).isTrue();
    assertThat(report.from()).isAfter(from);
    assertThat(report.total().attempts()).isLessThanOrEqualTo(4);
    assertThat(report.total().latency().p99Millis()).isEqualTo(Optional.of(100L));
  }

  @Test
  void rowsAreSavedAsTableAndAsLines() {
    var csv =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .accept("text/csv")
            .get("/api/admin/model-metrics?game=" + shared)
            .then()
            .statusCode(200)
            .contentType(startsWith("text/csv"))
            .header("Content-Disposition", "attachment; filename=\"models.csv\"")
            .extract()
            .asString()
            .split("\r\n");
    assertThat(csv).hasSize(3);
    assertThat(csv[0]).startsWith("provider,model,attempts,").endsWith(",simulated");
    assertThat(csv[1].split(",")).hasSize(csv[0].split(",").length);
    assertThat(csv[1]).startsWith("wandb,").contains(",12,8,12,4,");
    var lines =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .accept("application/jsonl")
            .get("/api/admin/model-metrics?sort=model&game=" + shared)
            .then()
            .statusCode(200)
            .contentType("application/jsonl")
            .extract()
            .asString();
    assertThat(lines.lines()).hasSize(2).allMatch(line -> line.contains("\"parseFailures\":"));
  }

  @ParameterizedTest
  @CsvSource({
    "by=provider, by: must be one of asked",
    "sort=beauty, sort: must be one of cost",
    "from=yesterday, from: must be a time",
    "from=2021-01-01T00:00:00Z&to=2021-03-01T00:00:00Z, from: at most 31 days",
    "from=2021-01-02T00:00:00Z&to=2021-01-01T00:00:00Z, from: must not be after",
  })
  void nonsenseIsRefusedByName(String query, String message) {
    get("?" + query).statusCode(400).body("detail", startsWith(message));
  }

  @Test
  void metersHaveTheModel() {
    played();
    var model =
        arena.rows("select model_asked from attempt where game_id = ? limit 1", shared).getFirst();
    assertThat(
            meters
                .get("ziggurat.model.attempts")
                .tags("provider", "wandb", "model", model, "outcome", "OK")
                .counter()
                .count())
        .isGreaterThanOrEqualTo(4);
    assertThat(
            meters
                .get("ziggurat.turn.actions")
                .tags("provider", "wandb", "model", model, "result", "done")
                .counter()
                .count())
        .isPositive();
    assertThat(meters.get("ziggurat.turn.score.micro").tag("provider", "groq").counters())
        .isNotEmpty();
    assertThat(
            given()
                .header("Authorization", "Bearer dev-viewer")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines())
        .anyMatch(
            line ->
                line.startsWith("ziggurat_model_latency_seconds_bucket{")
                    && line.contains("model=\"" + model + "\""));
  }
}
