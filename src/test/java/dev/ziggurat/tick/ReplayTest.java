package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import dev.ziggurat.babylon.store.ConservationReader;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Games played anew from their openings. */
@QuarkusTest
class ReplayTest {

  private static final String NOBODY_ANSWERS =
      """
      {"wandb": {"status": 401}, "groq": {"status": 401}, "claude": {"status": 401},
       "openai": {"status": 401}}
      """;

  @Inject Arena arena;
  @Inject ConservationReader conservation;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  /** With everything that happens in the life of a game. */
  @Test
  @Tag("full")
  void aLongGameGivesTheSameDigestsAgain() {
    var game = arena.game(6);
    var desk = new Desk(game);
    var interventions = 0;
    for (var number = 1; number <= 64; number++) {
      arena.tick(game, "tick-" + number).statusCode(200);
      interventions += disturb(desk, game, number);
    }
    assertThat(conservation.find(game).orElseThrow().holds()).isTrue();
    assertThat(
            arena.number("select count(*) from babylon_market where game_id = ? and voided", game))
        .isPositive();
    desk.replay()
        .statusCode(200)
        .body("matches", equalTo(true))
        .body("complete", equalTo(true))
        .body("ticks", equalTo(64))
        .body("untilTick", equalTo(64))
        .body("interventions", equalTo(interventions))
        .body("digestsCompared", equalTo(64 + interventions + 1))
        .body("firstDifference", nullValue())
        .body("note", nullValue());
    desk.post("/replay", "{\"untilTick\": 20}")
        .body("matches", equalTo(true))
        .body("ticks", equalTo(20));
  }

  private int disturb(Desk desk, String game, int number) {
    switch (number % 16) {
      case 2 -> desk.open();
      case 5 -> {
        desk.post("/markets/" + open(game) + "/voiding", "{\"reason\": \"asked badly\"}")
            .statusCode(200);
        desk.intervene("{'type':'news','text':'A void is heard of — in any script: バビロン'}")
            .statusCode(200);
        return 2;
      }
      case 7 ->
          desk.post("/markets/" + open(game) + "/resolution", "{\"outcome\": \"no\"}")
              .statusCode(200);
      case 9 -> {
        arena.change(
            "insert into agent (game_id, handle, persona) values (?, ?, 'late')",
            game,
            "late-" + number);
        return 0;
      }
      case 11 -> {
        arena.change(
            "update game set period_millis = period_millis + 1000, seed = seed + 1 where id = ?",
            game);
        return 0;
      }
      case 13 -> {
        arena.change("delete from agent where game_id = ? and handle = 'agent-0003'", game);
        return 0;
      }
      case 15 ->
          desk.intervene("{'type':'grant','agent':'agent-0001','microPoints':1234567}")
              .statusCode(200);
      default -> {
        return 0;
      }
    }
    return 1;
  }

  private String open(String game) {
    return arena
        .rows(
            """
            select id from babylon_market where game_id = ? and resolved_at is null
            order by volume_micro_points desc limit 1""",
            game)
        .getFirst();
  }

  @Test
  void aTickThatFailedAgainAndAgainIsReplayedAsItWasPlayed() {
    var game = arena.game(2);
    for (var number = 1; number <= 4; number++) {
      arena.faults(NOBODY_ANSWERS);
      for (var failure = 0; failure < number; failure++) {
        arena.tick(game, "tick-" + number).statusCode(503);
        new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(number));
      }
      arena.calm();
      if (number != 3) {
        arena.tick(game, "tick-" + number).statusCode(200);
      }
    }
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(4));
  }

  @Test
  void theFirstDifferenceIsNamed() {
    var game = arena.game(3);
    var desk = new Desk(game);
    for (var number = 1; number <= 5; number++) {
      arena.tick(game, "tick-" + number).statusCode(200);
    }
    desk.intervene("{'type':'news','text':'Hear, hear'}").statusCode(200);
    arena.change(
        "update intervention set action = '{\"type\":\"news\",\"text\":\"Hear\"}' where game_id = ?",
        game);
    desk.replay()
        .body("matches", equalTo(false))
        .body("complete", equalTo(false))
        .body("firstDifference.tick", equalTo(5))
        .body("firstDifference.intervention", equalTo(1))
        .body("firstDifference.actual", matchesPattern("[0-9a-f]{64}"));
    arena.change(
        """
        update turn set decision = '{"actions":[{"type":"hold"}]}'
        where game_id = ? and tick = 3""",
        game);
    desk.replay()
        .body("matches", equalTo(false))
        .body("untilTick", equalTo(3))
        .body("firstDifference.tick", equalTo(3))
        .body("firstDifference.intervention", nullValue())
        .body(
            "firstDifference.expected",
            equalTo(
                arena
                    .rows("select digest from tick where game_id = ? and number = 3", game)
                    .getFirst()));
  }

  /** Of a game from before openings were written down, all but the digest is derived. */
  @Test
  void aGameThatWasNeverFoundedIsReplayedFromNothing() {
    var game = arena.game(3);
    arena.change("delete from babylon_house where game_id = ?", game);
    for (var table : new String[] {"wallet", "market", "news"}) {
      arena.change("delete from babylon_" + table + " where game_id = ?", game);
    }
    new Desk(game).replay().body("matches", equalTo(true)).body("note", containsString("nothing"));
    arena.tick(game, "first").statusCode(200);
    arena.tick(game, "second").statusCode(200);
    new Desk(game)
        .replay()
        .body("matches", equalTo(true))
        .body("ticks", equalTo(2))
        .body("note", containsString("the opening has no journaled digest"));
  }

  /** The migration derives what older games do not know of themselves. */
  @Test
  void aGameThatIsOlderThanTheJournalOfOpeningsIsReplayedFromWhatIsDerived() throws IOException {
    var game = arena.game(5);
    for (var number = 1; number <= 6; number++) {
      arena.tick(game, "tick-" + number).statusCode(200);
    }
    var positions = "select * from babylon_position where game_id = ? and spent_micro_points <> 0";
    var spent =
        arena.rows(
            "select string_agg(p::text, ' ' order by p::text) from (" + positions + ") p", game);
    arena.change("update babylon_position set spent_micro_points = 0 where game_id = ?", game);
    arena.change(
        """
        update babylon_house set opened_at = null, opened_seed = null, opened_period_millis = null,
          opened_handles = null, opened_digest = null where game_id = ?""",
        game);
    for (var statement : migration().split(";")) {
      if (statement.contains("update babylon_")) {
        arena.change(statement);
      }
    }
    assertThat(
            arena.rows(
                "select string_agg(p::text, ' ' order by p::text) from (" + positions + ") p",
                game))
        .isEqualTo(spent);
    new Desk(game)
        .replay()
        .body("matches", equalTo(true))
        .body("ticks", equalTo(6))
        .body("digestsCompared", equalTo(6))
        .body("note", containsString("the opening has no journaled digest"));
  }

  private static String migration() throws IOException {
    try (var file = ReplayTest.class.getResourceAsStream("/db/migration/V6__play.sql")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--.*", "");
    }
  }

  @Test
  void theReplayOfAGameThatRunsEndsBeforeTheTickUnderWay() {
    var game = arena.game(3);
    arena.tick(game, "first").statusCode(200);
    arena.change(
        "update tick set phase = 'applied', report = null, outcome = null where game_id = ?", game);
    new Desk(game).replay().body("matches", equalTo(true)).body("ticks", equalTo(0));
  }
}
