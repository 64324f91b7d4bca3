package dev.ziggurat.httpworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worlds that are down, slow, wrong or lying: nothing is asked twice, and nothing done twice. */
@QuarkusTest
class HttpWorldFailureTest {

  @Inject Arena arena;
  private PotGame game;
  private TestWorld world;

  @BeforeEach
  void create() {
    game = new PotGame(arena).create();
    world = game.world;
  }

  @AfterEach
  void close() {
    game.close();
  }

  private void completesLater() {
    game.trigger("tick 2").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    game.report(1).body("outcome", equalTo("completed")).body("turns.applied", equalTo(2));
    assertThat(game.calls()).as("two models for each of two ticks").isEqualTo(4);
    assertThat(world.applied)
        .extracting(each -> each.replaceAll("^.* ", ""))
        .containsExactly("1.0", "1.1", "2.0", "2.1");
    game.replay().body("matches", equalTo(true)).body("ticks", equalTo(2));
  }

  @Test
  void downWhenItIsToBrief() {
    world.stop();
    game.fails("tick 1")
        .body("ticks[0].tick", equalTo(1))
        .body("ticks[0].reason", containsString("cannot be reached"));
    assertThat(game.calls()).isZero();
    game.report(1)
        .body("outcome", equalTo("running"))
        .body("worldFailure.at", notNullValue())
        .body("worldFailure.reason", containsString("cannot be reached"));
    game.fails("tick 2").body("ticks[0].tick", equalTo(null));
    world.startAgain();
    completesLater();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOT_READY", "CLOSES", "LOSES_ANSWER", "GARBAGE"})
  void downWhenItIsToApply(String fault) {
    world.faults.put("apply", TestWorld.Fault.valueOf(fault));
    game.fails("tick 1").body("ticks[0].tick", equalTo(1));
    assertThat(game.calls()).isEqualTo(2);
    game.fails("tick 1").body("ticks[0].tick", equalTo(1));
    assertThat(game.calls()).as("answers are kept").isEqualTo(2);
    world.faults.clear();
    completesLater();
  }

  @Test
  void anAnswerThatIsLostOnceIsAskedForAgainAtOnce() {
    world.faults.put("apply", TestWorld.Fault.LOSES_ONE_ANSWER);
    game.tick(1);
    completesLater();
  }

  @Test
  void slow() {
    world.faults.put("apply", TestWorld.Fault.SILENT);
    game.fails("tick 1").body("ticks[0].reason", containsString("did not answer apply within"));
    world.faults.clear();
    completesLater();
  }

  @Test
  void slowToBrief() {
    game.patch("{\"budgetMillis\": 3000}").statusCode(200);
    world.faults.put("brief", TestWorld.Fault.SILENT);
    game.fails("tick 1").body("ticks[0].reason", containsString("did not answer brief within"));
    assertThat(game.calls()).isZero();
    assertThat(world.applied).as("no agent is passed over for the world").isEmpty();
    world.faults.clear();
    game.patch("{\"budgetMillis\": null}").statusCode(200);
    completesLater();
  }

  @Test
  void downWhenTheClockIsToAdvance() {
    world.lies.put(
        "apply",
        answer -> {
          if (!answer.has("results")) {
            answer.put("status", 500);
          }
        });
    game.fails("tick 1").body("ticks[0].reason", containsString("status 500"));
    world.lies.clear();
    completesLater();
  }

  @Test
  void agentsWithoutAnAnswerArePassedOverForGood() {
    game.patch("{\"budgetMillis\": 2500, \"width\": 1}").statusCode(200);
    arena.faults("{\"wandb\": {\"latencyMillis\": 20000}}");
    world.faults.put("apply", TestWorld.Fault.NOT_READY);
    game.fails("tick 1");
    assertThat(arena.rows("select state from turn where game_id = ?", game.id))
        .as("before anything was applied")
        .containsExactly("passed_over", "passed_over");
    arena.calm();
    world.faults.clear();
    game.trigger("tick 2").body("ticks[0].outcome", equalTo("completed"));
    game.report(1).body("outcome", equalTo("failed")).body("turns.passedOver", equalTo(2));
    assertThat(
            arena.number(
                """
                select count(*) from attempt
                where game_id = ? and tick = 1 and outcome = 'OK'""",
                game.id))
        .as("nobody was asked again")
        .isZero();
    assertThat(world.applied).hasSize(4);
    game.replay().body("matches", equalTo(true));
  }

  private static ArrayNode results(ObjectNode answer) {
    return (ArrayNode) answer.path("results");
  }

  private static final Map<String, Consumer<ObjectNode>> LIES =
      Map.ofEntries(
          Map.entry("results: must be a list", answer -> answer.remove("results")),
          Map.entry(
              "results: must have one list for each of the 2 turns, not 1",
              answer -> results(answer).remove(0)),
          Map.entry("results[1]: must be a list", answer -> results(answer).set(1, "x")),
          Map.entry(
              "results[0]: must have one entry for each of the",
              answer ->
                  results(answer)
                      .set(
                          0,
                          results(answer)
                              .arrayNode()
                              .add("a")
                              .add("b")
                              .add("c")
                              .add("d")
                              .add("e")
                              .add("f"))),
          Map.entry("digest: must be a text", answer -> answer.remove("digest")),
          Map.entry("digest: must match", answer -> answer.put("digest", "no hex")),
          Map.entry("events: must be a list", answer -> answer.put("events", 3)),
          Map.entry(
              "events[0].text: must be a text",
              answer -> answer.putArray("events").addObject().put("text", 3)),
          Map.entry(
              "scores.ada: must be a number",
              answer -> answer.putObject("scores").put("ada", "rich")),
          Map.entry(
              "scores.ada: must be a number from",
              answer -> answer.putObject("scores").put("ada", new BigDecimal("1e300"))),
          Map.entry(
              "happenings.rain: must be a whole number",
              answer -> answer.putObject("happenings").put("rain", -1)));

  private static List<String> lies() {
    return LIES.keySet().stream().sorted().toList();
  }

  /** All in one game: each is one failed try of the same tick. */
  @Test
  void lyingWhenItApplies() {
    for (var lie : lies()) {
      world.lies.put(
          "apply",
          answer -> {
            if (answer.has("results")) {
              LIES.get(lie).accept(answer);
            }
          });
      game.fails("tick 1").body("ticks[0].reason", containsString(lie));
    }
    world.lies.clear();
    completesLater();
  }

  @Test
  void lyingWhenItBriefs() {
    var lies =
        Map.<String, Consumer<ObjectNode>>of(
            "agents.ben: is missing",
            answer -> ((ObjectNode) answer.path("agents")).remove("ben"),
            "agents: must be a JSON object",
            answer -> answer.remove("agents"),
            "shared: must be a text",
            answer -> answer.put("shared", 3),
            "agents.ada.briefing: must be a text",
            answer -> ((ObjectNode) answer.path("agents").path("ada")).remove("briefing"),
            "agents.ada.answerSchema: must be the schema of an object",
            answer ->
                ((ObjectNode) answer.path("agents").path("ada"))
                    .putObject("answerSchema")
                    .put("type", "string"));
    lies.forEach(
        (reason, lie) -> {
          world.lies.put("brief", lie);
          game.fails("tick 1").body("ticks[0].reason", containsString(reason));
        });
    assertThat(game.calls()).isZero();
    world.lies.clear();
    completesLater();
  }

  @Test
  void anOlderRunnerIsRefusedByTheWorldToo() {
    world.raiseEpochs();
    game.fails("tick 1").body("ticks[0].reason", containsString("stale_epoch"));
    assertThat(world.applied).isEmpty();
  }

  @Test
  void anAdminCanGiveATickUp() {
    game.tick(1);
    world.faults.put("apply", TestWorld.Fault.NOT_READY);
    game.fails("tick 2");
    PotGame.get("/console/ticks/2?game=" + game.id)
        .body(containsString("The world could not be used"))
        .body(containsString("we are &lt;b&gt;moving&lt;/b&gt;"));
    game.cancel(2).statusCode(202);
    game.report(2)
        .body("outcome", equalTo("partial"))
        .body("running", equalTo(false))
        .body("reason", containsString("given up"))
        .body("turns.passedOver", equalTo(2))
        .body("worldFailure.reason", containsString("moving"));
    game.cancel(2).statusCode(409);
    world.faults.clear();
    game.tick(3);
    assertThat(world.applied)
        .extracting(each -> each.replaceAll("^.* ", ""))
        .containsExactly("1.0", "1.1", "3.0", "3.1");
    game.replay().body("matches", equalTo(true)).body("ticks", equalTo(3));
  }

  @Test
  void aWorldWithoutReplaysSaysSo() {
    world.lies.put("manifest", manifest -> manifest.remove("replay"));
    arena.change("update http_world set manifest_at = '2020-01-01' where game_id = ?", game.id);
    game.tick(1);
    game.replay().statusCode(409).body("detail", containsString("offers no replays"));
  }
}
