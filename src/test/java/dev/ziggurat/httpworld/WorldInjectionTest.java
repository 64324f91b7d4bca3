package dev.ziggurat.httpworld;

import static dev.ziggurat.httpworld.PotGame.get;
import static dev.ziggurat.httpworld.PotGame.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.InjectionCorpus;
import dev.ziggurat.LogLines;
import dev.ziggurat.ScriptedModel;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever a world says, it is talk, in prompts, lists, reports and logs. */
@QuarkusTest
class WorldInjectionTest {

  private static final Pattern BREAK = Pattern.compile("\\R");
  private static final int SOME = 7;

  @Inject Arena arena;

  @Test
  void aWorldsTextsStayWhereTheyBelong() {
    arena.calm();
    try (var log = new LogLines();
        var model = new ScriptedModel();
        var game = new InjectedWorld(arena)) {
      model.plays(_ -> "{\"memo\": \"mine\", \"actions\": [{\"type\": \"give\", \"amount\": 1}]}");
      game.tick("first").statusCode(200).body("ticks[0].outcome", equalTo("completed"));

      assertThat(model.prompts()).hasSize(game.texts.size());
      assertThat(model.prompts())
          .extracting(prompt -> InjectionCorpus.structureOutsideFences(prompt))
          .as("prompts with one structure")
          .containsOnly(InjectionCorpus.structureOutsideFences(model.prompts().getFirst()));
      assertThat(model.prompts())
          .allMatch(prompt -> prompt.split("<<<", -1).length == 3)
          .allMatch(prompt -> prompt.split(">>>", -1).length == 3);

      var events = get("/api/games/" + game.id + "/events?limit=100").statusCode(200);
      assertThat(events.extract().jsonPath().<String>getList("items.text"))
          .hasSize(100)
          .noneMatch(text -> BREAK.matcher(text).find());
      get("/api/games/" + game.id + "/leaderboard?limit=100")
          .body("items[0].handle", equalTo("agent-0"))
          .body("items.findAll { it.worth == 1000000000 }.size()", equalTo(0));
      assertThat(arena.rows("select distinct memo from agent where game_id = ?", game.id))
          .containsExactly("mine");
      refusesInterventions(game);
      fails(game);
      assertThat(log.messages()).isNotEmpty().noneMatch(line -> BREAK.matcher(line.strip()).find());
    }
    assertThat(get("/q/metrics").extract().asString()).doesNotContain(InjectionCorpus.MARK);
  }

  private static List<String> some(InjectedWorld game) {
    return game.texts.stream().filter(text -> game.texts.indexOf(text) % SOME == 0).toList();
  }

  private static void refusesInterventions(InjectedWorld game) {
    var usual = game.world.lies.get("apply");
    for (var text : some(game)) {
      game.world.lies.put(
          "apply",
          answer -> {
            answer.remove("effect");
            answer.putObject("refused").put("reason", text);
          });
      var detail =
          post(
                  "/api/games/" + game.id + "/interventions",
                  "{\"type\": \"gift\", \"agent\": \"agent-0\"}")
              .statusCode(422)
              .extract()
              .<String>path("detail");
      assertThat(BREAK.matcher(detail).find()).as(detail).isFalse();
    }
    game.world.lies.put("apply", usual);
  }

  private static void fails(InjectedWorld game) {
    for (var text : some(game)) {
      game.world.lies.put(
          "brief", brief -> brief.put("status", 500).put("detail", text).put("code", text));
      var reason =
          game.tick("fails " + text.hashCode())
              .statusCode(503)
              .body("ticks[0].outcome", equalTo("failed"))
              .extract()
              .<String>path("ticks[0].reason");
      assertThat(BREAK.matcher(reason).find()).as(reason).isFalse();
    }
  }
}
