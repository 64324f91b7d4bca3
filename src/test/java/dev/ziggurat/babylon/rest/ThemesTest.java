package dev.ziggurat.babylon.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Games with a theme and markets of their own, from creation to replay. */
@QuarkusTest
class ThemesTest {

  private static final String HARBOUR =
      """
      {'startPoints': 50, 'openMarkets': 2, 'minPeriods': 1, 'maxPeriods': 2, 'hintPercent': 100,
       'rumourPercent': 100,
       'theme': {
         'introduction': 'You live in a harbour town that bets on the sea.',
         'announcement': 'Chalked on the quay',
         'questions': [
           {'topic': 'herring', 'text': 'Will more than {quantity} barrels of herring be landed?',
            'quantity': {'from': 10, 'step': 5, 'count': 3},
            'hopeful': 'the nets are heavy', 'doubtful': 'the nets are light'},
           {'topic': 'storm', 'text': 'Will it storm?'},
           {'topic': 'whale', 'text': 'Will a whale be seen?'}],
         'sources': ['The harbour master'],
         'rumours': ['a mermaid sang'],
         'personas': {'text': 'You are {role}, {temperament}.', 'roles': ['a pilot'],
                      'temperaments': ['sober', 'loud']}}}""";

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  @Test
  void aGameIsPlayedByItsOwnThemeFromCreationToReplay() {
    var game = ThemedGame.founded(arena, 4, HARBOUR);
    game.desk
        .get("/agents/agent-0001")
        .body("persona", equalTo("You are a pilot, loud."))
        .body("walletMicroPoints", equalTo(50_000_000));
    game.desk
        .get("/markets")
        .body("items", hasSize(2))
        .body("items.decidedBy", everyItem(equalTo("fixed")));
    for (var tick = 0; tick < 6; tick++) {
      game.tick().body("ticks[0].outcome", equalTo("completed"));
    }
    assertThat(arena.rows("select distinct topic from babylon_market where game_id = ?", game.id))
        .isSubsetOf("herring", "storm", "whale")
        .hasSizeGreaterThan(1);
    assertThat(game.news())
        .contains("The harbour master: a mermaid sang")
        .contains("Settled as")
        .doesNotContain("scribe");
    assertThat(
            arena.rows(
                "select shared_briefing from tick where game_id = ? and number = 1", game.id))
        .singleElement()
        .asString()
        .contains("You live in a harbour town that bets on the sea.\nAmounts are whole");
    game.desk.get("/house").body("conserved", equalTo(true));
    game.desk.replay().body("matches", equalTo(true));
  }

  @Test
  void changedSettingsAreJournaledAndReplayed() {
    var game = ThemedGame.founded(arena, 2, "{}");
    game.tick();
    change(
            game,
            """
            {'openMarkets': 5, 'liquidityPoints': 77,
             'theme': {'sources': ['The town crier']}}""")
        .statusCode(200)
        .body("openMarkets", equalTo(5))
        .body("liquidityPoints", equalTo(77))
        .body("theme.sources", equalTo(List.of("The town crier")))
        .body("theme.questions", hasSize(12));
    game.tick();
    game.desk
        .get("/markets?state=open")
        .body("items", hasSize(5))
        .body("items[0].liquidity", equalTo(77_000_000))
        .body("items[4].liquidity", equalTo(200_000_000));
    game.desk
        .get("/interventions")
        .body("items[0].action.type", equalTo("settings"))
        .body("items[0].result.changed", hasSize(3));
    assertThat(game.news()).contains("The town crier: ");
    game.desk.replay().body("matches", equalTo(true)).body("interventions", equalTo(1));
    assertThat(arena.rows("select opened_settings from babylon_house where game_id = ?", game.id))
        .as("the opening keeps its settings")
        .containsExactly("{\"conversations\":true}");
  }

  @Test
  void theSettingsOfAGameBeginAnotherAlike() {
    var game = ThemedGame.founded(arena, 3, HARBOUR);
    var line =
        given()
            .header("Authorization", "Bearer dev-admin")
            .header("Accept", "application/x-ndjson")
            .get("/api/games")
            .asString()
            .lines()
            .filter(each -> each.contains(game.id))
            .findFirst()
            .orElseThrow();
    var settings =
        line.substring(line.indexOf("\"worldSettings\":") + 16, line.indexOf(",\"seed\""));
    assertThat(settings).contains("harbour").doesNotContain("truthPercent");
    var other = ThemedGame.founded(arena, 3, settings);
    assertThat(rows(other)).isEqualTo(rows(game));
  }

  private List<String> rows(ThemedGame game) {
    return arena.rows(
        "select topic || question || (closes_at - opened_at) from babylon_market where game_id = ?"
            + " order by id",
        game.id);
  }

  @Test
  void withoutSettingsAllIsUsual() {
    var game = ThemedGame.founded(arena, 1, "{}");
    game.desk
        .get("/world-settings")
        .body("openMarkets", equalTo(3))
        .body("minPeriods", equalTo(12))
        .body("maxPeriods", equalTo(40))
        .body("truthPercent", equalTo(75))
        .body("conversations", equalTo(true))
        .body("theme.introduction", startsWith("You live in Babylon"))
        .body("resolverUrl", nullValue());
    assertThat(arena.rows("select settings from babylon_house where game_id = ?", game.id))
        .as("games without stored settings are older than conversations")
        .containsExactly("{\"conversations\":true}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'openMarket': 3}                                   | worldSettings.openMarket: is unknown; allowed are housePoints",
        "{'openMarkets': 2.5}                                | worldSettings.openMarkets: must be a whole number from 0 to 20",
        "{'openMarkets': 21}                                 | worldSettings.openMarkets: must be",
        "{'conversations': 'yes'}                            | worldSettings.conversations: must be true or false",
        "{'startPoints': -1}                                 | worldSettings.startPoints: must be a whole number from 0",
        "{'minPeriods': 5, 'maxPeriods': 4}                  | worldSettings.minPeriods: minPeriods must not be above",
        "{'theme': 'sea'}                                    | worldSettings.theme: must be a JSON object",
        "{'theme': {'title': 'x'}}                           | worldSettings.theme.title: is unknown",
        "{'theme': {'introduction': ' '}}                    | worldSettings.theme.introduction: must be a text",
        "{'theme': {'sources': []}}                          | worldSettings.theme.sources: must be a list of 1 to 100",
        "{'theme': {'sources': ['a', 7]}}                    | worldSettings.theme.sources[1]: must be a text",
        "{'theme': {'questions': [{'text': 'Why?'}]}}        | worldSettings.theme.questions[0].topic: is missing",
        "{'theme': {'questions': [{'topic': 'A b', 'text': 'Why?'}]}} | worldSettings.theme.questions[0].topic: must be one word",
        "{'theme': {'questions': [{'topic': 'a', 'text': 'Why?'}, {'topic': 'a', 'text': 'How?'}]}} | worldSettings.theme.questions[1].topic: is also",
        "{'theme': {'questions': [{'topic': 'a', 'text': '{quantity}?'}]}} | worldSettings.theme.questions[0].quantity: is required",
        "{'theme': {'questions': [{'topic': 'a', 'text': 'x {quantity}?', 'quantity': {'from': -1}}]}} | worldSettings.theme.questions[0].quantity.from: must be",
        "{'theme': {'questions': [{'topic': 'a', 'text': 'Why?', 'hopeful': 'x'}]}} | worldSettings.theme.questions[0].doubtful: is missing",
        "{'theme': {'questions': [{'topic': 'a', 'text': 'Why?', 'decidedBy': 'dice'}]}} | worldSettings.theme.questions[0].decidedBy: must be one of fixed, admin, rule, resolver",
        "{'theme': {'questions': [{'topic': 'a', 'text': 'Why?', 'decidedBy': 'rule'}]}} | worldSettings.theme.questions[0].rule: must be a JSON object",
        "{'theme': {'questions': [{'topic': 'a', 'text': 'Why?', 'decidedBy': 'rule', 'rule': {'kind': 'x'}}]}} | worldSettings.theme.questions[0].rule.kind: must be one of",
        "{'theme': {'questions': [{'topic': 'a', 'text': 'Why?', 'decidedBy': 'resolver'}]}} | worldSettings.resolverUrl: is required",
        "{'theme': {'personas': {'roles': []}}}              | worldSettings.theme.personas.roles: must be a list",
        "{'resolverUrl': 'ftp://example.com'}                | worldSettings.resolverUrl: must be an address",
        "{'resolverUrl': 'https://a:b@example.com'}          | worldSettings.resolverUrl: must have no user",
      })
  void whatIsWrongIsNamedAndNothingIsFounded(String settings, String detail) {
    var game = new ThemedGame(arena);
    game.create(1, settings).statusCode(400).body("detail", containsString(detail));
    game.create(0, settings).statusCode(400).body("detail", containsString(detail));
    assertThat(arena.number("select count(*) from game where id = ?", game.id)).isZero();
  }

  private static String page(String token, String path) {
    return given()
        .header("Authorization", "Bearer " + token)
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @Test
  void theConsoleShowsSettingsAndHasFormsForThem() {
    var game = ThemedGame.founded(arena, 1, HARBOUR);
    assertThat(page("dev-admin", "/console/games"))
        .contains("name=\"worldSettings.theme\"", "name=\"worldSettings.openMarkets\"");
    var address = "/console/world-settings?game=" + game.id;
    assertThat(page("dev-admin", address))
        .contains("data-api=\"PATCH /api/games/" + game.id + "/world-settings\"")
        .containsPattern("name=\"openMarkets\" type=\"number\" value=\"2\"")
        .contains("bets on the sea")
        .doesNotContain("name=\"startPoints\"");
    assertThat(page("dev-viewer", address)).contains("bets on the sea").doesNotContain("data-api");
  }

  @Test
  void theConsoleSaysWhoDecides() {
    var game = ThemedGame.founded(arena, 1, "{}");
    game.tick();
    var rule =
        game.open(
            "Will it flood?",
            ", 'decidedBy': 'rule', 'rule': {'kind': 'mentions', 'tag': 'flood', 'atLeast': 5}");
    assertThat(page("dev-viewer", "/console/markets/" + rule + "?game=" + game.id))
        .contains("The outcome is not known; it is decided by a rule")
        .contains("at least 5 posts and comments mention #flood")
        .contains("Counted so far: 0.");
    var market = game.open("Who knows?", "");
    game.tick();
    assertThat(page("dev-viewer", "/console/markets?game=" + game.id))
        .contains("id=\"markets-closed\"", "Who knows?", "outcome awaited", "an admin");
    assertThat(page("dev-admin", "/console/markets/" + market + "?game=" + game.id))
        .contains("Closed; the outcome is decided by an admin")
        .contains("data-opens=\"resolve\">Resolve</button>");
  }

  @Test
  void whatIsTooLongIsRefused() {
    var game = new ThemedGame(arena);
    game.create(
            1,
            "{'theme': {'personas': {'text': '%s', 'roles': ['%s']}}}"
                .formatted("{role}".repeat(100), "x".repeat(50)))
        .statusCode(400)
        .body(
            "detail", containsString("worldSettings.theme.personas.text: makes personas of more"));
    game.create(1, "{'theme': {'introduction': '%s'}}".formatted("x".repeat(70_000)))
        .statusCode(400)
        .body("detail", containsString("worldSettings.theme: is too long"));
  }

  @Test
  void whatCannotChangeSaysWhy() {
    var game = ThemedGame.founded(arena, 1, "{}");
    change(game, "{'startPoints': 5}")
        .statusCode(400)
        .body(
            "detail",
            allOf(containsString("startPoints: cannot be changed"), containsString("profit")));
    change(game, "{'housePoints': 5}")
        .statusCode(400)
        .body("detail", containsString("housePoints: cannot be changed"));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType("application/json")
        .body("{}")
        .patch("/api/games/" + game.id + "/world-settings")
        .then()
        .statusCode(403);
  }

  private static ValidatableResponse change(ThemedGame game, String settings) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType("application/json")
        .body(settings.replace('\'', '"'))
        .patch("/api/games/" + game.id + "/world-settings")
        .then();
  }
}
