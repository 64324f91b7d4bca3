package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Applied;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefereeTest {

  private static final String BUY_FIVE =
      "{'type':'buy','market':'m0-0','side':'yes','microPoints':5000000}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {'type':'fly'}                                                     | type: must be one of post, comment, buy, sell, hold
          {}                                                                 | type: must be one of
          {'type':'post'}                                                    | text: is missing
          {'type':'post','text':null}                                        | text: is missing
          {'type':'post','text':7}                                           | text: must be a text
          {'type':'post','text':' \\n\\u200b '}                              | text: is empty
          {'type':'comment','post':'t9-9-9','text':'hi'}                     | post: there is no recent post
          {'type':'comment','text':'hi'}                                     | post: is missing
          {'type':'buy','side':'yes','microPoints':1000}                     | market: is missing
          {'type':'buy','market':'m8-8','side':'yes','microPoints':1000}     | open are: m0-0, m0-1, m0-2
          {'type':'buy','market':['m0-0'],'side':'yes','microPoints':1000}   | market: must be a text
          {'type':'buy','market':'m0-0','side':'maybe','microPoints':1000}   | side: must be
          {'type':'buy','market':'m0-0','side':'yes'}                        | microPoints: is missing
          {'type':'buy','market':'m0-0','side':'yes','microPoints':'1000'}   | microPoints: must be a whole number
          {'type':'buy','market':'m0-0','side':'yes','microPoints':1.5}      | microPoints: must be a whole number
          {'type':'buy','market':'m0-0','side':'yes','microPoints':-5}       | microPoints: must be at least 1
          {'type':'buy','market':'m0-0','side':'yes','microPoints':0}        | microPoints: must be at least 1
          {'type':'buy','market':'m0-0','side':'yes','microPoints':99999999999999999999} | microPoints: is larger than any amount
          {'type':'buy','market':'m0-0','side':'yes','microPoints':200000001} | microPoints: one trade spends at most 200000000
          {'type':'sell','market':'m0-0','side':'yes','microShares':5}       | microShares: you hold 0 yes of m0-0, not 5
          {'type':'sell','market':'m0-0','side':'no','microShares':200000001} | microShares: one trade sells at most 200000000
          """)
  void aBadActionIsRefusedWithAReasonThatNamesTheField(String action, String reason) {
    var scene = Scene.of("ea");
    long wallet = scene.city.wallet("ea");

    assertThat(scene.refusal("ea", action)).get().asString().contains(reason);
    assertThat(scene.city.wallet("ea")).isEqualTo(wallet);
    assertThat(Briefing.own(scene.city, "ea")).contains("refused last time: ").contains(reason);
  }

  @Test
  void anActionWithoutTypeOrFieldsIsRefusedToo() {
    assertThat(Scene.of("ea").refusal("ea", new Action(null, null)))
        .get()
        .asString()
        .contains("type");
    assertThat(Scene.of("ea").refusal("ea", new Action("post", null))).isPresent();
  }

  @Test
  void whoHasNotEnoughPointsCannotBuy() {
    var scene = Scene.of("ea");
    for (int round = 0; round < 6; round++) {
      scene.turn(
          "ea",
          "{'type':'buy','market':'m0-0','side':'yes','microPoints':160000000}",
          "{'type':'buy','market':'m0-1','side':'no','microPoints':30000000}");
    }
    assertThat(
            scene.refusal(
                "ea", "{'type':'buy','market':'m0-2','side':'no','microPoints':200000000}"))
        .get()
        .asString()
        .contains("is more than the")
        .contains("in your wallet");
  }

  @Test
  void aDueMarketTradesUntilTimeStrikesAndNeverAfter() {
    var scene = Scene.of("ea");
    for (int tick = 0; tick < 40; tick++) {
      scene.turn("ea", "{'type':'hold'}");
    }
    assertThat(scene.refusal("ea", BUY_FIVE)).isEmpty();
    scene.strike();
    assertThat(scene.refusal("ea", BUY_FIVE))
        .get()
        .asString()
        .contains("market: \"m0-0\" is closed or never was; open are: m4");
  }

  @Test
  void aTradeThatWouldDriveThePriceTooFarIsRefused() {
    var scene = Scene.of("a", "b", "c", "d");
    var refused =
        List.of("a", "b", "c", "d").stream()
            .map(
                handle ->
                    scene.turn(
                        handle,
                        Collections.nCopies(
                            4,
                            Scene.action(
                                "{'type':'buy','market':'m0-0','side':'yes','microPoints':200000000}"))))
            .map(Applied::actions)
            .mapToInt(actions -> actions.get("refused"))
            .sum();
    assertThat(refused).isPositive();
    assertThat(scene.first().yes()).isLessThanOrEqualTo(10 * Scene.LIQUIDITY);
    assertThat(scene.flaws()).isEmpty();
  }

  @Test
  void aFifthActionIsRefused() {
    var applied =
        Scene.of("ea").turn("ea", Collections.nCopies(6, Scene.action("{'type':'hold'}")));
    assertThat(applied.actions()).containsEntry("hold", 4).containsEntry("refused", 2);
  }

  @Test
  void aTextMayBeAsLongAsTheLimitInCharactersNotInBytes() {
    var scene = Scene.of("ea");
    assertThat(scene.refusal("ea", post("🏺".repeat(280)))).isEmpty();
    assertThat(scene.refusal("ea", post("🏺".repeat(281))))
        .contains("text: has 281 characters, at most 280 are allowed");
    var comment = "{'type':'comment','post':'t1-0-0','text':'%s'}";
    assertThat(scene.refusal("ea", comment.formatted("x".repeat(200)))).isEmpty();
    assertThat(scene.refusal("ea", comment.formatted("x".repeat(201)))).isPresent();
  }

  @Test
  void refusalsAreReplacedByTheNextTurn() {
    var scene = Scene.of("ea");
    scene.turn("ea", "{'type':'fly'}");
    assertThat(Briefing.own(scene.city, "ea"))
        .contains("refused last time: {\"type\":\"fly\"} because");
    scene.turn("ea", "{'type':'hold'}");
    assertThat(Briefing.own(scene.city, "ea")).doesNotContain("refused");
  }

  @Test
  void aNewcomerIsPaidByTheHouseWhichMintsWhatItLacks() {
    var scene = Scene.of("ea");
    long minted = scene.city.treasury().minted();
    for (int newcomer = 0; newcomer < 10; newcomer++) {
      scene.turn("newcomer-" + newcomer, "{'type':'hold'}");
      assertThat(scene.flaws()).isEmpty();
    }
    assertThat(scene.city.wallet("newcomer-9")).isEqualTo(Scene.START);
    assertThat(scene.city.treasury().minted()).isGreaterThan(minted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "no"})
  void buyingMovesPointsFromTheWalletIntoThePool(String side) {
    var scene = Scene.of("ea");
    long pool = scene.first().pool();
    scene.turn("ea", BUY_FIVE.replace("yes", side));
    assertThat(scene.city.wallet("ea")).isEqualTo(Scene.START - 5 * MicroPoints.ONE);
    assertThat(scene.first().pool()).isEqualTo(pool + 5 * MicroPoints.ONE);
    var position = scene.city.position("m0-0", "ea");
    assertThat(position.yes() + position.no()).isBetween(9_800_000L, 10_000_000L);
  }

  private static String post(String text) {
    return "{'type':'post','text':'" + text + "'}";
  }
}
