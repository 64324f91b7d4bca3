package dev.ziggurat.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer is told of usage. */
@QuarkusTest
class UsageApiTest {

  /** What most tests only read. */
  private static String shared;

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void play() {
    if (shared == null) {
      shared = played();
    }
    game = shared;
  }

  /** A new game after two ticks; in the second, the first provider answers nothing of use. */
  private String played() {
    arena.calm();
    var id = arena.game(3);
    arena.tick(id, "well").statusCode(200);
    arena.faults("{\"wandb\":{\"garbage\":true}}");
    arena.tick(id, "falls over").statusCode(200);
    arena.calm();
    return id;
  }

  private ValidatableResponse usage(String by) {
    return get("?game=" + game + "&by=" + by);
  }

  private static ValidatableResponse get(String query) {
    return given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/admin/usage" + query)
        .then();
  }

  @Test
  void ticksAreToldByProvider() {
    usage("provider")
        .statusCode(200)
        .body("rows", hasSize(2))
        .body("rows.find { it.key == 'wandb' }.attempts", equalTo(6))
        .body("rows.find { it.key == 'wandb' }.successes", equalTo(3))
        .body("rows.find { it.key == 'wandb' }.failovers", equalTo(0))
        .body("rows.find { it.key == 'groq' }.successes", equalTo(3))
        .body("rows.find { it.key == 'groq' }.failovers", equalTo(3))
        .body("rows.p95Millis", everyItem(greaterThan(0)))
        .body("rows.simulated", everyItem(equalTo(true)))
        .body("total.key", nullValue())
        .body("total.attempts", equalTo(9))
        .body("total.unpriced", equalTo(0))
        .body("truncated", equalTo(false));
  }

  @Test
  void theCostIsExactAndRoundedUp() {
    var total = usage("source").body("rows[0].key", equalTo("tick")).extract().jsonPath();
    var nano = arena.number("select sum(cost_nano) from attempt where game_id = ?", game);
    assertThat(total.getLong("total.costNanoUsd")).isEqualTo(nano);
    assertThat(total.getLong("total.costMicroUsd")).isEqualTo(Math.ceilDiv(nano, 1_000));
    assertThat(total.getLong("total.inputTokens"))
        .isEqualTo(arena.number("select sum(input_tokens) from attempt where game_id = ?", game));
  }

  @ParameterizedTest
  @CsvSource({"provider,2", "model,2", "agent,3", "game,1", "day,1", "hour,1", "source,1"})
  void itCanBeToldApartInSevenWays(String by, int rows) {
    usage(by)
        .statusCode(200)
        .body("by", equalTo(by))
        // The clock may strike while the ticks run.
        .body("rows.size()", oneOf(rows, by.matches("day|hour") ? rows + 1 : rows))
        .body("rows.attempts.sum()", equalTo(9))
        .body("rows.key", everyItem(notNullValue()))
        .body("rows.game", everyItem(by.equals("agent") ? equalTo(game) : nullValue()));
  }

  @Test
  void balancesAreThoseOfWhatIsAskedFor() {
    usage("model")
        .body("budgets.scope", contains("game-day", "game-month"))
        .body("budgets.owner", everyItem(equalTo(game)));
    get("?by=provider&provider=groq")
        .body("budgets.scope", contains("provider-day", "provider-month"))
        .body("budgets.owner", everyItem(equalTo("groq")));
    get("?by=provider").body("budgets.owner", hasItems("wandb", "groq", "claude", "openai"));
    get("?by=model").body("budgets", hasSize(0));
  }

  @Test
  void filtersNarrowItDown() {
    var handle = arena.rows("select handle from agent where game_id = ?", game).getFirst();
    get("?game=" + game + "&agent=" + handle).body("total.attempts", equalTo(3));
    get("?game=" + game + "&agent=" + handle + "&provider=groq")
        .body("total.attempts", equalTo(1))
        .body("total.failovers", equalTo(1));
    get("?game=" + game + "&provider=claude")
        .body("rows", hasSize(0))
        .body("total.attempts", equalTo(0))
        .body("total.p50Millis", nullValue());
    get("?game=" + game + "&from=2020-01-01T00:30:00Z&to=2020-01-01T05:10:00%2B01:00")
        .body("from", equalTo("2020-01-01T00:00:00Z"))
        .body("to", equalTo("2020-01-01T05:00:00Z"))
        .body("total.attempts", equalTo(0));
  }

  /** At midnight nothing has been used today yet. */
  @Test
  void aTimeWithoutLengthIsNoMistake() {
    get("?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z").body("total.attempts", equalTo(0));
  }

  @Test
  void aSpreadsheetIsNotTakenInByNames() {
    game = played();
    arena.change(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, provider, model_asked, outcome,
          latency_millis, price_known, simulated)
        values (?, ?, 0, now(), 'test', ?, 'wandb', '=1+1,"x"', 'OK', 5, true, true)
        """,
        UUID.randomUUID(),
        UUID.randomUUID(),
        game);
    var sheet =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .accept("text/csv")
            .get("/api/admin/usage?by=model&game=" + game)
            .then()
            .statusCode(200)
            .contentType(startsWith("text/csv"))
            .header("Content-Disposition", "attachment; filename=\"usage.csv\"")
            .extract()
            .asString();
    var lines = List.of(sheet.split("\r\n"));
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst())
        .startsWith("model,game,at,attempts,successes,")
        .endsWith(",simulated");
    assertThat(lines.getLast()).startsWith("\"'=1+1,\"\"x\"\"\",,,1,1,0,0,0,");
    assertThat(lines.get(1).split(",")).hasSize(lines.getFirst().split(",").length);
  }

  /** Whoever adds up a sheet must see that it is not whole. */
  @Test
  void aSheetThatIsNotWholeSaysSoInItsName() {
    game = played();
    arena.change(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, handle, provider,
          model_asked, outcome, latency_millis, price_known, simulated)
        select md5(? || n)::uuid, md5(? || n)::uuid, 0, '2021-03-04 12:00Z', 'test', ?, 'h' || n, 'wandb', 'm',
          'OK', 5, true, true
        from generate_series(1, 10001) n
        """,
        game,
        game,
        game);
    var sheet =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .accept("text/csv")
            .get(
                "/api/admin/usage?by=agent&from=2021-03-04T00:00:00Z&to=2021-03-05T00:00:00Z&game="
                    + game)
            .then()
            .statusCode(200)
            .header("Content-Disposition", "attachment; filename=\"usage-first-10000-rows.csv\"")
            .extract()
            .asString();
    assertThat(sheet.lines()).hasSize(10_001);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=yesterday",
        "from=2026-01-01",
        "from=-999999999-01-01T00:00:00Z",
        "to=2026-13-01T00:00:00Z",
        "to=9999-01-01T00:00:00Z",
        "by=colour",
        "over=provider",
        "over=never",
        "provider=acme",
        "agent=ada",
        "from=2024-01-01T00:00:00Z",
      })
  void whatIsWrongIsNamed(String query) {
    var refusal =
        get("?" + query)
            .statusCode(400)
            .contentType("application/problem+json")
            .extract()
            .jsonPath()
            .getString("detail");
    assertThat(refusal).startsWith(query.replaceAll("=.*", "") + ": ");
    get("?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z").statusCode(400);
  }
}
