package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.world.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** What holds whatever agents trade and whatever is done to the game between their turns. */
@PropertyDefaults(tries = 200)
class InterventionsPropertyTest {

  private static final List<String> MARKETS = List.of("m0-0", "m0-1", "m0-2");

  /** A turn, and what is done by hand after it. */
  record Step(Actions.Turn turn, List<Action> interventions) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    var interventions =
        Arbitraries.oneOf(resolutions(), voidings(), openings(), grants(), changes(), Actions.any())
            .list()
            .ofMaxSize(2);
    return Actions.turns()
        .flatMap(
            turns ->
                interventions
                    .list()
                    .ofSize(turns.size())
                    .map(
                        hands -> {
                          var steps = new ArrayList<Step>();
                          for (var i = 0; i < turns.size(); i++) {
                            steps.add(new Step(turns.get(i), hands.get(i)));
                          }
                          return steps;
                        }));
  }

  @Provide
  Arbitrary<List<Actions.Turn>> turns() {
    return Actions.turns();
  }

  private static Arbitrary<Action> resolutions() {
    return Combinators.combine(Arbitraries.of(MARKETS), Arbitraries.of("yes", "no"))
        .as(
            (market, outcome) ->
                Scene.action(
                    "{'type':'resolve','market':'%s','outcome':'%s'}".formatted(market, outcome)));
  }

  private static Arbitrary<Action> voidings() {
    return Arbitraries.of(MARKETS)
        .map(market -> Scene.action("{'type':'void','market':'%s'}".formatted(market)));
  }

  private static Arbitrary<Action> openings() {
    var outcomes =
        Arbitraries.of(
            "'outcome':'yes'",
            "'outcome':'no'",
            "'decidedBy':'admin'",
            "'decidedBy':'rule','rule':{'kind':'price','market':'m0-1','above':0.5}",
            "'decidedBy':'rule','rule':{'kind':'most-points','agent':'ea'}",
            "'decidedBy':'rule','rule':{'kind':'mentions','tag':'a','atLeast':1}");
    return Combinators.combine(
            outcomes, Arbitraries.integers().between(1, 500), Arbitraries.integers().between(1, 3))
        .as(
            (outcome, points, minutes) ->
                Scene.action(
                    """
                    {'type':'open','question':'Will it?','closesAt':'2026-01-01T00:0%d:00Z',
                     %s,'liquidityPoints':%d}"""
                        .formatted(minutes, outcome, points)));
  }

  private static Arbitrary<Action> changes() {
    return Arbitraries.of(
            "'openMarkets':6,'minPeriods':1,'maxPeriods':2",
            "'openMarkets':0",
            "'theme':{'questions':[{'topic':'a','text':'A?','decidedBy':'admin'},"
                + "{'topic':'b','text':'B?'}]}",
            "'liquidityPoints':1,'hintPercent':100")
        .map(settings -> Scene.action("{'type':'settings',%s}".formatted(settings)));
  }

  private static Arbitrary<Action> grants() {
    return Arbitraries.longs()
        .between(1, 100_000_000_000L)
        .map(
            amount ->
                Scene.action("{'type':'grant','agent':'ea','microPoints':%d}".formatted(amount)));
  }

  private static List<String> history(List<Step> steps) {
    var scene = Scene.of("ea", "nabu", "sin");
    var history = new ArrayList<String>();
    for (var step : steps) {
      scene.turn(step.turn().handle(), step.turn().actions());
      if (step.turn().clock()) {
        scene.strike();
      }
      var ordinal = 0;
      for (var intervention : step.interventions()) {
        scene.intervene(++ordinal, intervention);
        assertThat(scene.flaws()).isEmpty();
        history.add(scene.city.digest());
      }
      history.add(Briefing.shared(scene.city));
    }
    return history;
  }

  @Property
  void pointsAreConservedAndTheSameGivesTheSameDigests(@ForAll("steps") List<Step> steps) {
    assertThat(history(steps)).isEqualTo(history(steps));
  }

  /** The other markets aside, which are neither voided nor resolved here. */
  @Property
  void afterAVoidNobodyIsWorseOffThanWithoutTheMarketAndOnlySellersAreBetterOff(
      @ForAll("turns") List<Actions.Turn> turns) {
    var scene = Scene.of("ea", "nabu", "sin", "newcomer");
    Map<String, Long> spent = new HashMap<>();
    for (var turn : turns) {
      for (var action : turn.actions()) {
        long wallet = scene.city.wallet(turn.handle());
        var refused = scene.turn(turn.handle(), List.of(action)).actions().get("refused") > 0;
        if (!refused && "m0-0".equals(action.arguments().path("market").asText())) {
          spent.merge(turn.handle(), wallet - scene.city.wallet(turn.handle()), Long::sum);
        }
      }
    }
    var before = Map.copyOf(scene.city.wallets());
    long house = scene.city.treasury().house();
    long pool = scene.first().pool();
    long funding = scene.first().funding();

    assertThat(scene.intervene(1, "{'type':'void','market':'m0-0'}").refused()).isEmpty();

    assertThat(scene.flaws()).isEmpty();
    before.forEach(
        (handle, wallet) -> {
          long without = wallet + spent.getOrDefault(handle, 0L);
          assertThat(scene.city.wallet(handle)).isEqualTo(Math.max(wallet, without));
        });
    long profits = spent.values().stream().mapToLong(each -> Math.max(0, -each)).sum();
    assertThat(pool - funding).isEqualTo(spent.values().stream().mapToLong(Long::longValue).sum());
    assertThat(scene.city.treasury().house())
        .as("what the house paid in comes back, less the profits made before")
        .isEqualTo(Math.max(0, house + funding - profits));
  }
}
