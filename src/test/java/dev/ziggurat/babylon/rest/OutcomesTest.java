package dev.ziggurat.babylon.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import dev.ziggurat.http.RequestSignature;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Markets whose outcome is not known at opening, decided by an admin, a rule or a resolver. */
@QuarkusTest
class OutcomesTest {

  private static final int MAX_REQUESTS = 3;

  @Inject Arena arena;
  private final TestResolver resolver = new TestResolver();

  @BeforeEach
  void calm() {
    arena.calm();
  }

  @AfterEach
  void close() {
    resolver.close();
  }

  private ThemedGame withResolver() {
    var game = ThemedGame.founded(arena, 6, "{'resolverUrl': '%s'}".formatted(resolver.url()));
    game.tick();
    return game;
  }

  private static void isExactAndConserved(ThemedGame game) {
    game.desk.get("/house").body("conserved", equalTo(true));
    game.desk.replay().body("matches", equalTo(true));
  }

  @Test
  void anAdminDecidesAMarketThatClosedWithoutAnOutcome() {
    var game = ThemedGame.founded(arena, 8, "{}");
    game.tick();
    var market = game.open("Who knows?", "");
    game.desk
        .get("/markets/" + market)
        .body("status", equalTo("open"))
        .body("decidedBy", equalTo("admin"))
        .body("outcome", nullValue());
    game.tick().body("ticks[0].markets.closed", equalTo(1));
    game.desk
        .get("/markets/" + market)
        .body("status", equalTo("closed"))
        .body("awaitedSince", equalTo(game.now().toString()))
        .body("outcome", nullValue());
    game.desk.get("/markets?state=closed").body("items.id", hasItem(market));
    game.desk.get("/markets?state=open").body("items.id", not(hasItem(market)));
    game.tick();
    assertThat(
            arena
                .rows("select shared_briefing from tick where game_id = ? and number = 3", game.id)
                .getFirst())
        .contains("closed " + market + " question: Who knows?")
        .contains("decided " + market + ": whoever runs the city")
        .doesNotContain("market " + market);
    assertThat(
            arena.number(
                "select count(*) from babylon_trade where game_id = ? and market_id = ? and tick > 2",
                game.id,
                market))
        .isZero();
    game.desk
        .post("/markets/" + market + "/resolution", "{\"outcome\": \"yes\"}")
        .statusCode(200)
        .body("status", equalTo("resolved"))
        .body("outcome", equalTo("yes"));
    assertThat(game.news()).contains("Closed, and the outcome is awaited: Who knows?");
    assertThat(game.news()).contains("Settled as yes: Who knows?");
    isExactAndConserved(game);
  }

  @Test
  void questionsOfAThemeMayBeDecidedByAnAdmin() {
    var game =
        ThemedGame.founded(
            arena,
            3,
            """
            {'minPeriods': 1, 'maxPeriods': 1, 'openMarkets': 1, 'theme': {'questions': [
              {'topic': 'a', 'text': 'A?', 'decidedBy': 'admin'},
              {'topic': 'b', 'text': 'B?', 'decidedBy': 'admin'}]}}""");
    game.tick();
    game.tick();
    game.tick();
    game.desk.get("/markets?state=closed").body("items", hasSize(2));
    game.desk.get("/markets?state=open").body("items", hasSize(0));
    game.desk.post("/markets/m0-0/voiding", "{}").statusCode(200);
    game.tick();
    game.desk.get("/markets?state=open").body("items", hasSize(1));
    isExactAndConserved(game);
  }

  @ParameterizedTest
  @CsvSource({"0, yes", "0.9999, no"})
  void aPriceDecides(String above, String outcome) {
    var game = ThemedGame.founded(arena, 4, "{'minPeriods': 99, 'maxPeriods': 99}");
    game.tick();
    var market =
        game.open(
            "Is it dear?",
            ", 'decidedBy': 'rule', 'rule': {'kind': 'price', 'market': 'm0-0', 'above': %s}"
                .formatted(above));
    game.desk
        .get("/markets/" + market)
        .body("rule", startsWith("yes if the price of yes of m0-0 is above " + above));
    game.tick();
    game.desk
        .get("/markets/" + market)
        .body("status", equalTo("resolved"))
        .body("outcome", equalTo(outcome));
    isExactAndConserved(game);
  }

  @Test
  void aRuleWithoutAnAnswerVoids() {
    var game = ThemedGame.founded(arena, 4, "{}");
    game.tick();
    var market =
        game.open(
            "Is it dear?",
            ", 'decidedBy': 'rule', 'rule': {'kind': 'price', 'topic': 'nothing', 'above': 0.5}");
    game.tick().body("ticks[0].markets.voided", equalTo(1));
    game.desk.get("/markets/" + market).body("status", equalTo("voided"));
    isExactAndConserved(game);
  }

  @ParameterizedTest
  @CsvSource({"yes, resolved", "no, resolved", "void, voided"})
  void aResolverDecidesAndTheReplayDoesNotAskAgain(String outcome, String status) {
    var game = withResolver();
    resolver.answers(outcome);
    var market = game.open("Did it rain?", ", 'decidedBy': 'resolver'");
    game.tick();
    game.desk
        .get("/markets/" + market)
        .body("status", equalTo(status))
        .body("outcome", equalTo(outcome))
        .body("resolver.asked", equalTo(1))
        .body("resolver.lastFailure", nullValue());
    game.desk.get("/interventions").body("items[0].who", equalTo("resolver"));
    assertThat(
            arena.number(
                "select count(*) from audit where who = 'resolver' and subject like ?",
                "games/" + game.id + "/%"))
        .isEqualTo(1);
    assertThat(resolver.asked).hasSize(1);
    var asked = resolver.asked.getFirst();
    assertThat(asked.body())
        .contains("\"game\":\"" + game.id + "\"")
        .contains("\"id\":\"" + market + "\"")
        .contains("\"request\":1")
        .contains("Did it rain?");
    var seconds = asked.signature().substring(2, asked.signature().indexOf(','));
    assertThat(asked.signature())
        .isEqualTo(
            RequestSignature.of(
                "a-signing-key-of-tests",
                Instant.ofEpochSecond(Long.parseLong(seconds)),
                asked.body().getBytes(StandardCharsets.UTF_8)));
    isExactAndConserved(game);
    assertThat(resolver.asked).as("after the replay").hasSize(1);
  }

  @Test
  void aResolverIsAskedAgainAfterEachTickAndThenItsMarketIsVoided() {
    var game = withResolver();
    resolver.answers("pending");
    var market = game.open("Did it rain?", ", 'decidedBy': 'resolver'");
    for (var request = 1; request < MAX_REQUESTS; request++) {
      game.tick().body("ticks[0].outcome", equalTo("completed"));
      game.desk
          .get("/markets/" + market)
          .body("status", equalTo("closed"))
          .body("resolver.asked", equalTo(request))
          .body("resolver.lastFailure", containsString("does not know"));
    }
    game.tick();
    game.desk.get("/markets/" + market).body("status", equalTo("voided"));
    game.tick();
    assertThat(resolver.asked).hasSize(MAX_REQUESTS);
    assertThat(game.news()).contains("The outcome could not be learnt.");
    isExactAndConserved(game);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {}                     | status 500",
        "302 | {}                     | status 302",
        "200 | yes                    | not JSON",
        "200 | {\"outcome\": true}    | has no outcome",
        "200 | {\"outcome\": \"maybe\"} | has no outcome",
      })
  void aWrongAnswerIsNone(int status, String answer, String failure) {
    var game = withResolver();
    resolver.answers(status, answer);
    var market = game.open("Did it rain?", ", 'decidedBy': 'resolver'");
    game.tick();
    game.desk
        .get("/markets/" + market)
        .body("status", equalTo("closed"))
        .body("resolver.lastFailure", containsString(failure));
    resolver.answers("yes");
    game.tick();
    game.desk.get("/markets/" + market).body("status", equalTo("resolved"));
    isExactAndConserved(game);
  }

  @Test
  void aResolverThatIsDownOrSlowHoldsNoTickUp() {
    var game = withResolver();
    resolver.isSilent();
    var market = game.open("Did it rain?", ", 'decidedBy': 'resolver'");
    game.tick().body("ticks[0].outcome", equalTo("completed"));
    game.desk
        .get("/markets/" + market)
        .body("status", equalTo("closed"))
        .body("resolver.lastFailure", containsString("no answer within"));
    resolver.close();
    game.tick().body("ticks[0].outcome", equalTo("completed"));
    game.desk
        .get("/markets/" + market)
        .body("resolver.asked", equalTo(2))
        .body("resolver.lastFailure", containsString("cannot be reached"));
    game.desk
        .post("/markets/" + market + "/resolution", "{\"outcome\": \"no\"}")
        .statusCode(200)
        .body("outcome", equalTo("no"));
    game.tick();
    isExactAndConserved(game);
  }

  @Test
  void anAnswerThatCouldNotBeJournaledIsNotAskedForAgain() {
    var game = withResolver();
    resolver.answers("pending");
    var market = game.open("Did it rain?", ", 'decidedBy': 'resolver'");
    game.tick();
    // As a process leaves it that ends between the answer and its entry.
    assertThat(
            arena.change(
                "update babylon_resolution_request set answer = 'yes' where game_id = ?", game.id))
        .isEqualTo(1);
    game.tick();
    game.desk
        .get("/markets/" + market)
        .body("status", equalTo("resolved"))
        .body("outcome", equalTo("yes"));
    assertThat(resolver.asked).hasSize(1);
    isExactAndConserved(game);
  }

  @Test
  void aMarketOfTheResolverNeedsOne() {
    var game = ThemedGame.founded(arena, 1, "{}");
    game.tick();
    game.desk
        .post(
            "/markets",
            """
            {"question": "Did it rain?", "closesAt": "%s", "decidedBy": "resolver"}"""
                .formatted(game.now().plusSeconds(1)))
        .statusCode(422)
        .body("detail", containsString("has no resolver"));
  }

  @Test
  void theSettingsSayWhoDecides() {
    var game = withResolver();
    game.desk.get("/world-settings").body("resolverUrl", equalTo(resolver.url()));
    game.desk.get("/markets").body("items.decidedBy", everyItem(equalTo("fixed")));
  }
}
