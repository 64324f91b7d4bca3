package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.world.Action;
import dev.ziggurat.world.Entry;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

@PropertyDefaults(tries = 200)
class RulesPropertyTest {

  @Provide
  Arbitrary<List<Actions.Turn>> turns() {
    return Actions.turns();
  }

  @Provide
  Arbitrary<List<Action>> trades() {
    return Actions.trade().list().ofMaxSize(30);
  }

  @Property
  void pointsAreConservedAndPoolsCoverTheWorstAfterEveryAction(
      @ForAll("turns") List<Actions.Turn> turns) {
    var scene = Scene.of("ea", "nabu", "sin");
    for (var turn : turns) {
      for (var action : turn.actions()) {
        scene.turn(turn.handle(), List.of(action));
        assertThat(scene.flaws()).isEmpty();
      }
      if (turn.clock()) {
        scene.strike();
        assertThat(scene.flaws()).isEmpty();
      }
    }
  }

  @Property
  void everyActionIsEitherTalliedOrRefused(@ForAll("turns") List<Actions.Turn> turns) {
    var scene = Scene.of("ea");
    for (var turn : turns) {
      var applied = scene.turn(turn.handle(), turn.actions());
      assertThat(applied.actions())
          .containsOnlyKeys("post", "comment", "buy", "sell", "hold", "refused");
      assertThat(applied.actions().values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(turn.actions().size());
      long refused =
          applied.turns().getFirst().actions().stream()
              .filter(result -> result.refusal().isPresent())
              .count();
      assertThat(applied.actions()).containsEntry("refused", (int) refused);
    }
  }

  @Property
  void theSameEntriesGiveTheSameDigestAndBriefings(
      @ForAll("turns") List<Actions.Turn> turns, @ForAll long seed) {
    assertThat(history(seed, turns)).isEqualTo(history(seed, turns));
  }

  @Property
  void aTraderAloneNeverProfitsFromComingBackToWhereItStarted(
      @ForAll("trades") List<Action> before, @ForAll("trades") List<Action> trades) {
    var scene = Scene.of("ea", "nabu");
    before.forEach(action -> scene.turn("nabu", List.of(action)));
    long wallet = scene.city.wallet("ea");
    trades.forEach(action -> scene.turn("ea", List.of(action)));
    sellEverything(scene, "ea");
    assertThat(scene.city.wallet("ea")).isLessThanOrEqualTo(wallet);
  }

  @Property
  void aTraderNeverProfitsFromComingBackToAPositionItHeldBefore(
      @ForAll("trades") List<Action> before, @ForAll("trades") List<Action> trades) {
    var scene = Scene.of("ea");
    before.forEach(action -> scene.turn("ea", List.of(action)));
    long wallet = scene.city.wallet("ea");
    long yes = scene.city.position(Scene.market(0), "ea").yes();
    long no = scene.city.position(Scene.market(0), "ea").no();
    for (var action : trades) {
      if (Scene.market(0).equals(action.arguments().get("market").asText())) {
        var side = "yes".equals(action.arguments().get("side").asText()) ? Side.YES : Side.NO;
        long floor = side == Side.YES ? yes : no;
        long held = scene.city.position(Scene.market(0), "ea").of(side);
        boolean buys = "buy".equals(action.type());
        if (buys || held - action.arguments().get("microShares").asLong() >= floor) {
          scene.turn("ea", List.of(action));
        }
      }
    }
    sellDownTo(scene, "ea", Side.YES, yes);
    sellDownTo(scene, "ea", Side.NO, no);
    assertThat(scene.city.wallet("ea")).isLessThanOrEqualTo(wallet);
  }

  @Property
  void buyingNeverLowersThePriceAndSellingNeverRaisesIt(@ForAll("trades") List<Action> trades) {
    var scene = Scene.of("ea");
    for (var action : trades) {
      var id = action.arguments().get("market").asText();
      var side = "yes".equals(action.arguments().get("side").asText()) ? Side.YES : Side.NO;
      int before = scene.city.market(id).orElseThrow().price(side);
      scene.turn("ea", List.of(action));
      var after = scene.city.market(id).orElseThrow();
      if ("buy".equals(action.type())) {
        assertThat(after.price(side)).isGreaterThanOrEqualTo(before);
      } else {
        assertThat(after.price(side)).isLessThanOrEqualTo(before);
      }
      assertThat(after.price(Side.YES) + after.price(Side.NO)).isEqualTo(10_000);
      assertThat(after.price(side)).isBetween(1, 9_999);
    }
  }

  @Property
  void aSecondPayoutPaysNothing(
      @ForAll("turns") List<Actions.Turn> turns, @ForAll @IntRange(max = 2) int ordinal) {
    var scene = Scene.of("ea", "nabu", "sin");
    turns.forEach(turn -> scene.turn(turn.handle(), turn.actions()));
    var market = scene.city.market(Scene.market(ordinal)).orElseThrow();
    long house = scene.city.treasury().house();
    var answer = market.outcome().answer().orElseThrow();
    long due = answer == Side.YES ? market.yes() : market.no();

    assertThat(scene.city.resolve(market.id(), answer, market.closesAt())).isTrue();
    assertThat(scene.city.treasury().house()).isEqualTo(house + market.pool() - due);
    assertThat(scene.flaws()).isEmpty();

    var wallets = List.copyOf(scene.city.wallets().entrySet());
    assertThat(scene.city.resolve(market.id(), answer, market.closesAt())).isFalse();
    assertThat(List.copyOf(scene.city.wallets().entrySet())).isEqualTo(wallets);
    assertThat(scene.flaws()).isEmpty();
  }

  private static List<String> history(long seed, List<Actions.Turn> turns) {
    var scene = Scene.seeded(seed, "ea", "nabu");
    var history = new ArrayList<String>();
    for (var turn : turns) {
      var entries = new ArrayList<Entry>();
      entries.add(new Entry.Turn(0, turn.handle(), turn.actions()));
      if (turn.clock()) {
        entries.add(new Entry.Clock());
      }
      history.add(scene.play(entries).digest());
      history.add(Briefing.shared(scene.city));
      history.add(Briefing.own(scene.city, turn.handle()));
    }
    return history;
  }

  private static void sellEverything(Scene scene, String handle) {
    for (var market : List.of(Scene.market(0), Scene.market(1))) {
      for (int round = 0; round < 40; round++) {
        for (var side : Side.values()) {
          sell(scene, handle, market, side, 0);
        }
      }
    }
  }

  private static void sellDownTo(Scene scene, String handle, Side side, long floor) {
    for (int round = 0; round < 40; round++) {
      sell(scene, handle, Scene.market(0), side, floor);
    }
  }

  private static void sell(Scene scene, String handle, String market, Side side, long floor) {
    long surplus = scene.city.position(market, handle).of(side) - floor;
    if (surplus > 0) {
      long amount = Math.min(surplus, Scene.LIQUIDITY);
      scene.turn(handle, List.of(Actions.trade("sell", market, side.word(), amount)));
    }
  }
}
