package dev.ziggurat.training;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TrajectoriesTest {

  private static final long POINT = 1_000_000;

  @Inject Arena arena;
  @Inject ObjectMapper json;
  private String game;

  @BeforeEach
  void calm() {
    arena.calm();
    game = "";
  }

  /** Two agents and three ticks, in which one gains a point each and the other two. */
  private void played() {
    played(2, 3);
  }

  /** Each agent gains a point more than the one before in each tick. */
  private void played(int agents, int ticks) {
    game = arena.game(agents);
    for (var tick = 1; tick <= ticks; tick++) {
      arena.tick(game, "t" + tick).statusCode(200);
    }
    arena.change(
        """
        update turn set score_micro = 1000000 * tick * (select count(*) from agent
          where agent.game_id = turn.game_id and agent.handle <= turn.handle)
        where game_id = ?
        """,
        game);
  }

  private String export(String query) {
    return given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/games/" + game + "/trajectories" + query)
        .then()
        .statusCode(200)
        .contentType("application/x-ndjson")
        .extract()
        .asString();
  }

  private List<JsonNode> lines(String query) {
    return export(query).lines().map(this::parsed).toList();
  }

  private JsonNode parsed(String line) {
    try {
      return json.readTree(line);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(line, malformed);
    }
  }

  private static List<Long> rewards(List<JsonNode> lines) {
    return lines.stream()
        .map(line -> line.path("rewardMicro"))
        .map(reward -> reward.isNull() ? null : reward.longValue() / POINT)
        .toList();
  }

  @Test
  void aTurnIsWrittenStepByStep() {
    played();
    var lines = lines("");
    assertThat(lines).hasSize(6);
    var first = lines.getFirst();
    assertThat(first.path("game").asText()).isEqualTo(game);
    assertThat(first.path("tick").asLong()).isEqualTo(1);
    assertThat(first.path("sharedBriefing").asText()).startsWith("You play one character");
    assertThat(first.path("briefing").asText()).contains("What do you do?");
    assertThat(first.path("completion").asText()).contains("actions");
    assertThat(first.at("/decision/actions").isArray()).isTrue();
    assertThat(first.path("results").isArray()).isTrue();
    assertThat(first.path("costNanoUsd").asLong())
        .isEqualTo(
            arena.number(
                "select sum(cost_nano) from attempt where game_id = ? and tick = 1 and handle = ?",
                game,
                first.path("agent").asText()))
        .isPositive();
    assertThat(lines.stream().map(line -> line.path("tick").asInt()))
        .containsExactly(1, 1, 2, 2, 3, 3);
  }

  @Test
  void aRewardIsTheChangeOfTheScoreOverTheHorizon() {
    played();
    // In the first turn the score before is unknown, in the last one that after.
    assertThat(rewards(lines("?horizon=1"))).containsOnly(null, 2L, 4L).hasSize(6);
    assertThat(rewards(lines("?horizon=0"))).filteredOn(each -> each != null).containsOnly(1L, 2L);
    assertThat(rewards(lines("?horizon=2"))).containsOnlyNulls();
    arena.change(
        "update turn set score_micro = null where game_id = ? and tick = 3 and position = 0", game);
    assertThat(rewards(lines("?horizon=1"))).filteredOn(each -> each != null).hasSize(2);
  }

  /** A trained model is asked alone, so it learns from what it would have been asked alone. */
  @Test
  void turnsThatWereAskedTogetherAreExamplesOfTurnsAskedAlone() {
    game = arena.game(2);
    arena.change("update game set batch = 2 where id = ?", game);
    arena.tick(game, "first").statusCode(200);
    var asked = lines("");
    assertThat(asked)
        .hasSize(2)
        .allSatisfy(
            turn -> {
              assertThat(turn.path("briefing").asText()).doesNotContain("What do you do?");
              assertThat(turn.path("completion").asText()).startsWith("{\"agent\":");
            });
    var examples = lines("?format=openai-strict");
    assertThat(examples).hasSize(2);
    for (var index = 0; index < 2; index++) {
      var turn = asked.get(index);
      var messages = examples.get(index).path("messages");
      assertThat(messages.at("/0/content")).isEqualTo(turn.path("sharedBriefing"));
      assertThat(messages.at("/1/content").asText())
          .isEqualTo(turn.path("briefing").asText() + "\nWhat do you do?\n");
      assertThat(parsed(messages.at("/2/content").asText()).fieldNames())
          .toIterable()
          .containsExactly("memo", "actions");
      assertThat(parsed(messages.at("/2/content").asText()).path("actions"))
          .isEqualTo(parsed(turn.path("completion").asText()).path("actions"));
    }
  }

  @Test
  void theSameQueryWritesTheSameBytes() {
    played();
    for (var format : List.of("turns", "openai", "openai-strict", "art")) {
      var query = "?horizon=0&format=" + format;
      assertThat(export(query)).isNotEmpty().endsWith("}\n").isEqualTo(export(query));
    }
  }

  @Test
  void whatFiltersLeave() {
    played();
    assertThat(lines("?horizon=0&minRewardQuantile=1")).hasSize(2);
    assertThat(rewards(lines("?horizon=0&minRewardQuantile=0.75"))).containsExactly(2L, 2L);
    assertThat(lines("?horizon=0&minRewardQuantile=0")).hasSize(4);
    assertThat(lines("?horizon=0&minRewardQuantile=0.5")).hasSize(4);
    assertThat(lines("?horizon=2&minRewardQuantile=0")).isEmpty();
    var model = lines("").getFirst().path("model").asText();
    assertThat(lines("?model=" + model)).hasSize(6);
    assertThat(lines("?model=acme/none")).isEmpty();
    var second =
        arena
            .rows(
                """
                select to_char(slot at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from tick
                where game_id = ? and number = 2
                """,
                game)
            .getFirst();
    assertThat(lines("?from=" + second)).hasSize(4);
    assertThat(lines("?to=" + second)).hasSize(2);
    assertThat(lines("?from=2001-01-01T00:00:00Z&to=2002-01-01T00:00:00Z")).isEmpty();
    arena.change("update turn set briefing = null where game_id = ? and tick = 2", game);
    arena.change("update tick set shared_briefing = null where game_id = ? and number = 3", game);
    assertThat(lines("")).hasSize(2);
  }

  /** What people and programs of others decide is not for training. */
  @Test
  void turnsThatNoModelAnsweredAreLeftOut() {
    played();
    for (var other : List.of("player", "external")) {
      arena.change(
          "update turn set provider = ?, model = null where game_id = ? and tick = 3 and position = 0",
          other,
          game);
      for (var format : List.of("turns", "openai", "openai-strict")) {
        assertThat(lines("?format=" + format)).as(other + " as " + format).hasSize(5);
      }
    }
  }

  /** 0.28 of 25 is 7, and a little more in binary fractions. */
  @Test
  void aQuantileIsTheNearestRank() {
    played(25, 2);
    assertThat(lines("?horizon=0&minRewardQuantile=0.28")).hasSize(19);
  }

  @Test
  void conversationsKeepToTheFormatOfOpenAi() {
    played();
    arena.change("update turn set answer = ' ' where game_id = ? and tick = 3", game);
    assertThat(lines("?format=openai")).hasSize(6);
    var lines = lines("?format=openai-strict");
    assertThat(lines).hasSize(4);
    for (var line : lines) {
      assertThat(names(line)).containsExactly("messages");
      var roles = new ArrayList<String>();
      for (var message : line.path("messages")) {
        assertThat(names(message)).isEqualTo(Set.of("role", "content"));
        assertThat(message.path("content").asText()).isNotBlank();
        roles.add(message.path("role").asText());
      }
      assertThat(roles).containsExactly("system", "user", "assistant");
    }
  }

  private static Set<String> names(JsonNode object) {
    var names = new HashSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void aTickIsATrajectoryGroupOfArt() {
    played();
    var groups = lines("?format=art&horizon=0");
    assertThat(groups).hasSize(2);
    assertThat(groups.getFirst().at("/metadata/tick").asLong()).isEqualTo(2);
    assertThat(names(groups.getFirst()))
        .containsExactlyInAnyOrder("trajectories", "exceptions", "metadata", "metrics", "logs");
    var trajectory = groups.getFirst().at("/trajectories/0");
    assertThat(groups.getFirst().path("trajectories")).hasSize(2);
    assertThat(names(trajectory))
        .containsExactlyInAnyOrder(
            "messages_and_choices",
            "tools",
            "additional_histories",
            "reward",
            "initial_policy_version",
            "final_policy_version",
            "metrics",
            "metadata",
            "logs");
    assertThat(trajectory.at("/messages_and_choices/1/role").asText()).isEqualTo("user");
    var choice = trajectory.at("/messages_and_choices/2");
    assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
    assertThat(choice.at("/message/role").asText()).isEqualTo("assistant");
    assertThat(trajectory.path("reward").doubleValue()).isIn(1.0, 2.0);
  }

  @ParameterizedTest
  @CsvSource({
    "format=csv, format",
    "horizon=1001, horizon",
    "horizon=x, horizon",
    "minRewardQuantile=1.5, minRewardQuantile",
    "minRewardQuantile=NaN, minRewardQuantile",
    "minRewardQuantile=1e-999999999, minRewardQuantile",
    "from=yesterday, from",
    "from=2002-01-01T00:00:00Z&to=2001-01-01T00:00:00Z, from"
  })
  void whatIsWrongIsNamed(String query, String field) {
    game = arena.game(1);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/games/" + game + "/trajectories?" + query)
        .then()
        .statusCode(400)
        .body("detail", startsWith(field + ": "));
  }
}
