package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import dev.ziggurat.world.Action;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions of players whose runner dies. */
@QuarkusTest
class PlayerTurnsTest {

  private static final String PLAYER = "agent-0001";

  @Inject Arena arena;
  @Inject Lease lease;
  @Inject Plan plan;
  @Inject Think think;
  @Inject PlayerDecisions decisions;
  @Inject InstantSource time;
  private String game;

  @BeforeEach
  void create() {
    arena.calm();
    game = arena.game(2);
    arena.change(
        "update agent set kind = 'player', answer_within_millis = 0 where game_id = ? and handle = ?",
        game,
        PLAYER);
  }

  private Tick begin(String key) {
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    var trigger = new Trigger(game, key, now, Duration.ofSeconds(10));
    return ((LeaseGrant.Run) lease.ask(trigger, now.plusSeconds(10))).tick();
  }

  private void die() {
    arena.change(
        "update game set lease_until = clock_timestamp() - interval '1 second' where id = ?", game);
  }

  private long decide(String text) {
    var action = JsonNodeFactory.instance.objectNode().put("type", "post").put("text", text);
    return decisions.give(
        game, PLAYER, new Decision(List.of(new Action("post", action)), Optional.empty()));
  }

  private List<String> played() {
    return arena.rows(
        """
        select tick || ' ' || state || ' ' || (decision::jsonb -> 'actions' -> 0 ->> 'text') from turn
        where game_id = ? and handle = ? and decision is not null order by tick
        """,
        game,
        PLAYER);
  }

  private long left() {
    return arena.number("select count(*) from player_decision where game_id = ?", game);
  }

  private void tick(String key, int number) {
    arena
        .tick(game, key)
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].tick", equalTo(number));
  }

  @Test
  void whatWasTakenAndNotJournaledIsTakenAgainByTheNextRunner() {
    decide("Hello.");
    var tick = begin("first");
    plan.run(tick);
    assertThat(decisions.take(tick, List.of(PLAYER)))
        .extracting(PlayerDecisions.Taken::handle)
        .containsExactly(PLAYER);
    assertThat(decide("Later.")).as("the first is taken").isEqualTo(2);
    die();
    tick("first", 1);
    assertThat(played()).containsExactly("1 applied Hello.");
    tick("second", 2);
    tick("third", 3);
    assertThat(played()).containsExactly("1 applied Hello.", "2 applied Later.");
    assertThat(left()).isZero();
    new Desk(game).replay().body("matches", equalTo(true));
  }

  @Test
  void whatWasJournaledIsAppliedOnceByTheNextRunner() {
    decide("Hello.");
    var tick = begin("first");
    think.run(tick, plan.run(tick), TickListener.Run.NOBODY);
    assertThat(left()).as("deleted with what was journaled").isZero();
    die();
    tick("second", 2);
    assertThat(played()).containsExactly("1 applied Hello.");
  }

  @Test
  void whatATickTookAndNeverJournaledBelongsToTheNext() {
    decide("Hello.");
    var tick = begin("first");
    plan.run(tick);
    decisions.take(tick, List.of(PLAYER));
    arena.change(
        "update turn set state = 'passed_over' where game_id = ? and handle = ?", game, PLAYER);
    die();
    arena.tick(game, "first").statusCode(200).body("ticks[0].outcome", equalTo("partial"));
    assertThat(played()).isEmpty();
    tick("second", 2);
    assertThat(played()).containsExactly("2 applied Hello.");
    assertThat(left()).isZero();
  }

  @Test
  void aRunnerThatWasTakenOverTakesNothing() {
    decide("Hello.");
    var dead = begin("first");
    plan.run(dead);
    die();
    tick("first", 1);
    decide("Again.");
    assertThatThrownBy(() -> decisions.take(dead, List.of(PLAYER))).isInstanceOf(FenceLost.class);
    tick("second", 2);
    assertThat(played()).containsExactly("1 applied Hello.", "2 applied Again.");
  }
}
