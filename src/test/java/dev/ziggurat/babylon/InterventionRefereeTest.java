package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.world.Action;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What whoever operates a game may do to it, and what not. */
@Execution(ExecutionMode.CONCURRENT)
class InterventionRefereeTest {

  private static final String OPEN =
      "{'type':'open','question':'Will it rain?','closesAt':'2026-01-02T00:00:00Z','outcome':'yes'%s}";

  private static String open(String more) {
    return OPEN.formatted(more);
  }

  private static List<String> news(Scene scene) {
    return scene.city.feed().news().stream().map(News::text).toList();
  }

  @Test
  void opensAMarketThatAgentsTradeAndTheClockResolves() {
    var scene = Scene.of("ea");
    var opened = scene.intervene(1, open(",'topic':'rain','liquidityPoints':50"));
    assertThat(opened.refused()).isEmpty();
    assertThat(opened.effect().path("market").asText()).isEqualTo("m0-1000");
    var market = scene.city.market("m0-1000").orElseThrow();
    assertThat(market.topic()).isEqualTo("rain");
    assertThat(market.liquidity()).isEqualTo(50_000_000);
    assertThat(market.pool()).isEqualTo(market.funding());
    assertThat(scene.flaws()).isEmpty();
    assertThat(Briefing.shared(scene.city)).contains("market m0-1000 yes=0.5000");
    assertThat(
            scene.refusal(
                "ea", "{'type':'buy','market':'m0-1000','side':'yes','microPoints':5000000}"))
        .isEmpty();
    while (scene.city.market("m0-1000").isPresent()) {
      scene.strike();
      assertThat(scene.flaws()).isEmpty();
    }
    assertThat(scene.now().slot()).isEqualTo("2026-01-02T00:00:00Z");
  }

  /** News of a market with a question of its own tell of that question. */
  @Test
  void isHeardOfInTheCity() {
    var scene = Scene.of("ea");
    scene.intervene(1, open(""));
    for (var tick = 0; tick < 60; tick++) {
      scene.strike();
      if (news(scene).stream().anyMatch(text -> text.contains("likely to \"Will it rain?\""))) {
        return;
      }
    }
    throw new AssertionError("nothing was heard of the market");
  }

  @Test
  void resolvesEarlyWithAnAnswerOfItsOwn() {
    var scene = Scene.of("ea", "nabu");
    var hidden = scene.first().outcome().answer().orElseThrow() == Side.YES;
    var other = hidden ? "no" : "yes";
    buy(scene, "ea", other, 20);
    buy(scene, "nabu", hidden ? "yes" : "no", 20);
    var wallet = scene.city.wallet("ea");
    var shares =
        scene.city.position(Scene.market(0), "ea").of(other.equals("yes") ? Side.YES : Side.NO);
    var loser = scene.city.wallet("nabu");
    var done =
        scene.intervene(1, "{'type':'resolve','market':'m0-0','outcome':'%s'}".formatted(other));
    assertThat(done.refused()).isEmpty();
    assertThat(done.effect().path("paidMicroPoints").longValue()).isEqualTo(shares);
    assertThat(scene.city.wallet("ea")).isEqualTo(wallet + shares);
    assertThat(scene.city.wallet("nabu")).isEqualTo(loser);
    assertThat(scene.city.market("m0-0")).isEmpty();
    assertThat(scene.flaws()).isEmpty();
    assertThat(news(scene).getLast()).startsWith("Settled early as " + other);
  }

  @Test
  void voidingGivesBackWhatWasPutInAndTakesNoProfitAway() {
    var scene = Scene.of("ea", "nabu", "sin");
    long start = scene.city.wallet("ea");
    buy(scene, "ea", "yes", 100);
    buy(scene, "nabu", "yes", 100);
    long early = scene.city.position("m0-0", "ea").yes();
    scene.turn(
        "ea", "{'type':'sell','market':'m0-0','side':'yes','microShares':%d}".formatted(early));
    long profit = scene.city.wallet("ea") - start;
    assertThat(profit).as("bought before the price rose, and sold after").isPositive();
    buy(scene, "sin", "no", 30);

    var house = scene.city.treasury().house();
    var pool = scene.first().pool();
    var done = scene.intervene(1, "{'type':'void','market':'m0-0','reason':'asked badly'}");
    assertThat(done.effect().path("agents").intValue()).isEqualTo(2);
    assertThat(done.effect().path("refundedMicroPoints").longValue()).isEqualTo(130_000_000);
    assertThat(scene.city.wallet("ea")).isEqualTo(start + profit);
    assertThat(scene.city.wallet("nabu")).isEqualTo(start);
    assertThat(scene.city.wallet("sin")).isEqualTo(start);
    assertThat(scene.city.treasury().house()).isEqualTo(house + pool - 130_000_000);
    assertThat(scene.flaws()).isEmpty();
    assertThat(news(scene).getLast()).startsWith("Voided").endsWith("asked badly");
  }

  @Test
  void numbersWhatItBringsBeyondTheTicksOwnAndOfTheNextIntervention() {
    var scene = Scene.of("ea");
    scene.strike();
    for (var ordinal = 1; ordinal <= 3; ordinal++) {
      var opened = scene.intervene(ordinal, open(""));
      assertThat(opened.effect().path("market").asText()).isEqualTo("m1-" + ordinal + "000");
      var told = scene.intervene(ordinal + 10, "{'type':'news','text':'Hear, hear'}");
      assertThat(told.effect().path("news").asText()).isEqualTo("n1-" + (ordinal + 10) + "000");
    }
    assertThat(scene.city.feed().news().stream().map(News::id)).doesNotHaveDuplicates();
  }

  @Test
  void theHousePaysAGrantAndMintsWhatItLacks() {
    var scene = Scene.of("ea");
    var minted = scene.city.treasury().minted();
    var wallet = scene.city.wallet("ea");
    var grant = 900_000_000_000L;
    var done =
        scene.intervene(1, "{'type':'grant','agent':'ea','microPoints':%d}".formatted(grant));
    assertThat(done.refused()).isEmpty();
    assertThat(scene.city.wallet("ea")).isEqualTo(wallet + grant);
    assertThat(scene.city.treasury().minted()).isGreaterThan(minted);
    assertThat(scene.flaws()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'close'}                                          | true  | type: must be one of open, resolve",
        "{'type':'resolve','outcome':'yes'}                        | true  | market: is missing",
        "{'type':'resolve','market':'m0-0','outcome':'maybe'}      | true  | outcome: must be",
        "{'type':'resolve','market':'m0-0','outcome':true}         | true  | outcome: must be a text",
        "{'type':'resolve','market':'m9-9','outcome':'yes'}        | false | closed or never was",
        "{'type':'void','market':'m0-0','why':'x'}                 | true  | why: is unknown; known are type, market, reason",
        "{'type':'void','market':'m0-0','reason':7}                | true  | reason: must be a text",
        "{'type':'news','text':'  '}                               | true  | text: is empty",
        "{'type':'news','text':'x','market':'m7-7'}                | false | closed or never was",
        "{'type':'grant','agent':'nobody','microPoints':1}         | false | has no wallet",
        "{'type':'grant','agent':'ea','microPoints':-1}            | true  | microPoints: must be at least 1",
        "{'type':'grant','agent':'ea','microPoints':1000000000000001} | true | microPoints: must be at most",
        "{'type':'open','question':'Why?','closesAt':'soon','outcome':'yes'} | true | closesAt: must be a time",
        "{'type':'open','question':'Why?','closesAt':'2026-01-01T00:00:00Z','outcome':'yes'} | false | closesAt: must lie after",
        "{'type':'open','question':'Why?','closesAt':'+999999-01-01T00:00:00Z','outcome':'yes'} | false | ten years",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'fixed'} | true | outcome: is missing",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'dice'} | true | decidedBy: must be one of fixed, admin, rule, resolver",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'admin','outcome':'yes'} | true | outcome: is only for",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule'} | true | rule: is required",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','rule':{'kind':'mentions'}} | true | rule: is only for",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':7} | true | rule: must be a JSON object",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'luck'}} | true | rule.kind: must be one of price, most-points, mentions",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'price','above':0.5}} | true | rule.market: or topic is required",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'price','topic':'flood','above':1}} | true | rule.above: must be a price",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'price','topic':'flood','above':0.12345}} | true | rule.above: must be a price",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'most-points','agent':'A b'}} | true | rule.agent: must be the handle",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'mentions','tag':'a b','atLeast':1}} | true | rule.tag: must be one word",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'mentions','tag':'a','atLeast':0}} | true | rule.atLeast: must be a whole number",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'rule','rule':{'kind':'mentions','tag':'a','least':1}} | true | rule.least: is unknown",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','decidedBy':'resolver'} | false | the game has no resolver",
        "{'type':'settings','housePoints':1}                       | true  | housePoints: cannot be changed once the game exists, because they were minted",
        "{'type':'settings','startPoints':1}                       | true  | startPoints: cannot be changed once the game exists, because every agent's profit",
        "{'type':'settings','openMarkets':21}                      | true  | openMarkets: must be a whole number from 0 to 20",
        "{'type':'settings','minPeriods':50}                       | true  | minPeriods: minPeriods must not be above maxPeriods",
        "{'type':'settings','theme':{'questions':[{'topic':'x','text':''}]}} | true | theme.questions[0].text: must be a text",
        "{'type':'settings','theme':{'questions':[{'topic':'x','text':'Why?','decidedBy':'resolver'}]}} | true | resolverUrl: is required",
        "{'type':'settings','markets':1}                           | true  | markets: is unknown",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','outcome':'no','topic':'A b'} | true | topic: must be one word",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','outcome':'no','liquidityPoints':1000001} | true | liquidityPoints: must be at most",
        "{'type':'open','question':'Why?','closesAt':'2026-02-01T00:00:00Z','outcome':'no','liquidityPoints':1.5} | true | liquidityPoints: must be a whole number",
      })
  void refusesWithAReasonAndChangesNothing(String action, boolean malformed, String reason) {
    var scene = Scene.of("ea");
    var before = Briefing.shared(scene.city);
    var treasury = scene.city.treasury();
    var refused = scene.intervene(1, action).refused().orElseThrow();
    assertThat(refused.reason()).contains(reason);
    assertThat(refused.malformed()).isEqualTo(malformed);
    assertThat(Briefing.shared(scene.city)).isEqualTo(before);
    assertThat(scene.city.treasury()).isEqualTo(treasury);
  }

  @Test
  void twoOpenMarketsHaveDifferentTopicsAndThereIsAMostOfThem() {
    var scene = Scene.of("ea");
    assertThat(scene.intervene(1, open(",'topic':'rain'")).refused()).isEmpty();
    assertThat(scene.intervene(2, open(",'topic':'rain'")).refused().orElseThrow().reason())
        .contains("topic: the open market m0-1000 is about rain");
    for (var ordinal = 3; scene.city.markets().size() < OpenMarketRule.MAX_OPEN; ordinal++) {
      assertThat(scene.intervene(ordinal, open("")).refused()).isEmpty();
    }
    assertThat(scene.intervene(900, open("")).refused().orElseThrow().reason())
        .contains("50 are open");
  }

  @Test
  void noGrantBringsTheGamesPointsBeyondWhatCanBeCounted() {
    var scene = Scene.of("ea");
    var json = JsonNodeFactory.instance;
    for (var ordinal = 1; ordinal < 3_000; ordinal++) {
      var grant =
          json.objectNode()
              .put("type", "grant")
              .put("agent", "ea")
              .put("microPoints", 1_000_000_000_000_000L);
      var done = scene.intervene(ordinal, new Action("grant", grant));
      if (done.refused().isPresent()) {
        assertThat(done.refused().get().reason()).contains("more than 1000000000000 points");
        assertThat(scene.flaws()).isEmpty();
        return;
      }
    }
    throw new AssertionError("points without end");
  }

  private static void buy(Scene scene, String handle, String side, long points) {
    assertThat(
            scene.refusal(
                handle,
                "{'type':'buy','market':'m0-0','side':'%s','microPoints':%d000000}"
                    .formatted(side, points)))
        .isEmpty();
  }
}
