package dev.ziggurat.babylon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.Personas;
import dev.ziggurat.db.CountedExecutions;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.InvalidSetting;
import dev.ziggurat.world.LeaderboardEntry;
import dev.ziggurat.world.Moment;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BabylonWorldTest {

  private static final Instant OPENING = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ObjectNode USUAL = JSON.objectNode();

  @Inject BabylonWorld world;
  @Inject Database database;
  @Inject CountedExecutions executions;
  @Inject FeedReader feed;
  @Inject MarketReader markets;
  @Inject LeaderboardReader leaderboard;
  @Inject WalletReader wallets;
  @Inject ConservationReader conservation;
  @Inject BabylonConfig config;
  @Inject CityLoader loader;
  @Inject CityWriter writer;
  @Inject OpeningStore openings;
  @Inject BabylonScores scores;

  @Test
  void aCityThatIsOpenedAnewIsTheCityThatWasSaved() {
    var kept = game("kept");
    var reopened = game("reopened");
    var agents = Personas.generated(50);
    world.found(kept, agents, OPENING, USUAL);
    world.found(reopened, agents, OPENING, USUAL);

    var state = world.open(kept);
    for (int tick = 1; tick <= 45; tick++) {
      var expected = state.apply(moment(tick), KEY, entries(agents, tick, state.sharedBriefing()));
      var fresh = world.open(reopened);
      var applied = fresh.apply(moment(tick), KEY, entries(agents, tick, fresh.sharedBriefing()));

      assertThat(applied.actions()).isEqualTo(expected.actions());
      assertThat(applied.happenings()).isEqualTo(expected.happenings());
      assertThat(world.open(reopened).sharedBriefing()).isEqualTo(state.sharedBriefing());
      for (var agent : agents) {
        assertThat(fresh.brief(agent)).isEqualTo(state.brief(agent));
      }
      assertThat(conservation.find("reopened").orElseThrow())
          .matches(Conservation::holds)
          .isEqualTo(conservation.find("kept").orElseThrow());
    }
    for (var agent : agents) {
      assertThat(world.open(reopened).brief(agent)).isEqualTo(state.brief(agent));
    }
  }

  @Test
  void theDigestIsTheSameHoweverOftenTheCityWasReloaded() {
    var agents = Personas.generated(50);
    var reloaded = new ArrayList<String>();
    var game = game("again");
    world.found(game, agents, OPENING, USUAL);
    for (int tick = 1; tick <= 15; tick++) {
      var state = world.open(game);
      reloaded.add(
          state.apply(moment(tick), KEY, entries(agents, tick, state.sharedBriefing())).digest());
    }
    wipe("again");
    world.found(game, agents, OPENING, USUAL);
    var state = world.open(game);
    for (int tick = 1; tick <= 15; tick++) {
      var applied = state.apply(moment(tick), KEY, entries(agents, tick, state.sharedBriefing()));
      assertThat(applied.digest()).isEqualTo(reloaded.get(tick - 1));
    }
    assertThat(new HashSet<>(reloaded)).hasSize(15);
  }

  @Test
  void aResolverThatWouldNotBeAskedIsRefusedWhenItIsTyped() {
    var picky =
        new BabylonWorld(
            database, config, loader, writer, openings, scores, _ -> Optional.of("is not public"));
    var game = game("resolved");
    var settings = JSON.objectNode().put("resolverUrl", "https://10.0.0.1/outcome");
    var agents = Personas.generated(2);
    assertThatThrownBy(() -> picky.found(game, agents, OPENING, settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("resolverUrl")
        .hasMessageContaining("is not public");
    picky.found(game, agents, OPENING, USUAL);
    var state = picky.open(game);
    var digest = state.digest();
    var applied =
        state.apply(
            moment(1),
            KEY,
            List.of(
                new Entry.Intervention(
                    1, new Action("settings", settings.deepCopy().put("type", "settings")))));
    assertThat(applied.interventions().getFirst().refused())
        .contains(new Intervened.Refused("resolverUrl: is not public", true));
    assertThat(picky.open(game).digest()).isEqualTo(digest);
    assertThat(
            world
                .open(game)
                .apply(
                    moment(1),
                    KEY,
                    List.of(
                        new Entry.Intervention(
                            1,
                            new Action("settings", settings.deepCopy().put("type", "settings")))))
                .interventions()
                .getFirst()
                .refused())
        .isEmpty();
  }

  @Test
  void aTransactionThatIsRolledBackLeavesNothing() {
    var game = game("rolled-back");
    var agents = Personas.generated(5);
    world.found(game, agents, OPENING, USUAL);
    var before = world.open(game).sharedBriefing();
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      var state = world.open(game);
                      state.apply(moment(1), KEY, entries(agents, 1, state.sharedBriefing()));
                      throw new IllegalStateException("after all");
                    }))
        .hasMessageContaining("after all");
    assertThat(world.open(game).sharedBriefing()).isEqualTo(before);
    assertThat(world.open(game).brief(agents.getFirst())).doesNotContain("position");
  }

  @Test
  void theNumberOfStatementsDoesNotDependOnTheNumberOfAgents() {
    assertThat(executionsOfATick("few", 10))
        .isEqualTo(executionsOfATick("many", 100))
        .isBetween(1d, 30d);
  }

  @Test
  void whoeverOnlyLooksSeesTheWholeGameInPages() {
    var game = game("looked-at");
    var agents = Personas.generated(30);
    world.found(game, agents, OPENING, USUAL);
    var posts = 0;
    var state = world.open(game);
    for (int tick = 1; tick <= 45; tick++) {
      var actions =
          state.apply(moment(tick), KEY, entries(agents, tick, state.sharedBriefing())).actions();
      posts += actions.get("post") + actions.get("comment");
    }

    var seen = new ArrayList<FeedItem>();
    for (var page = feed.page("looked-at", Optional.empty(), 70);
        !page.isEmpty();
        page = feed.page("looked-at", Optional.of(page.getLast().id()), 70)) {
      seen.addAll(page);
    }
    assertThat(seen).extracting(FeedItem::id).doesNotHaveDuplicates();
    assertThat(seen).filteredOn(item -> !item.kind().equals("news")).hasSize(posts);
    assertThat(seen).filteredOn(item -> item.kind().equals("news")).hasSizeGreaterThan(10);
    assertThat(seen.stream().map(FeedItem::tick)).isSortedAccordingTo((a, b) -> Long.compare(b, a));

    var all = markets.page("looked-at", Optional.empty(), Optional.empty(), Optional.empty(), 200);
    assertThat(all)
        .filteredOn(market -> market.status().equals("open"))
        .hasSize(3)
        .allSatisfy(market -> assertThat(market.outcome()).isEmpty());
    assertThat(all)
        .filteredOn(market -> market.status().equals("resolved"))
        .isNotEmpty()
        .allSatisfy(market -> assertThat(market.outcome()).isPresent())
        .allSatisfy(market -> assertThat(market.pool()).isZero());
    assertThat(all.getLast()).isEqualTo(markets.find("looked-at", "m0-0").orElseThrow());
    assertThat(
            markets.page(
                "looked-at", Optional.empty(), Optional.empty(), Optional.of(all.get(1).id()), 200))
        .isEqualTo(all.subList(2, all.size()));
    var trades = markets.trades("looked-at", "m0-0", Optional.empty(), 10);
    assertThat(trades).hasSize(10);
    assertThat(markets.trades("looked-at", "m0-0", Optional.of(trades.get(4).id()), 5))
        .isEqualTo(trades.subList(5, 10));

    var standings = leaderboard.page("looked-at", 20, 0);
    assertThat(standings).hasSize(20);
    assertThat(standings.getFirst().rank()).isEqualTo(1);
    assertThat(standings.stream().map(LeaderboardEntry::worth))
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(leaderboard.page("looked-at", 20, 20))
        .hasSize(10)
        .doesNotContainAnyElementsOf(standings);

    var richest = wallets.find("looked-at", standings.getFirst().handle()).orElseThrow();
    assertThat(standings.getFirst().wallet()).contains(richest.microPoints());
    assertThat(wallets.find("looked-at", "nobody")).isEmpty();
    assertThatThrownBy(() -> feed.page("looked-at", Optional.of("x' or 1=1"), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before");
  }

  @Test
  void whatAgentsWriteSurvivesTheDatabase() {
    var game = game("odd-texts");
    var agent = Personas.generated(1).getFirst();
    world.found(game, List.of(agent), OPENING, USUAL);
    var odd = "zero \u0000 half \ud83c quote \" tablet 🏺 عربي";
    var actions =
        List.of(
            post(odd),
            action("post", json -> json.put("text", "\u0000")),
            action("\u0000fly", json -> json));
    var applied =
        world.open(game).apply(moment(1), KEY, List.of(new Entry.Turn(0, agent.handle(), actions)));
    assertThat(applied.actions()).containsEntry("post", 1).containsEntry("refused", 2);
    assertThat(feed.page("odd-texts", Optional.empty(), 1))
        .singleElement()
        .extracting(FeedItem::text)
        .isEqualTo("zero half quote \" tablet 🏺 عربي");
    assertThat(world.open(game).brief(agent)).contains("refused last time");
  }

  @Test
  void aGameIsFoundedOnlyOnce() {
    var game = game("twice");
    var applied = world.found(game, Personas.twelve(), OPENING, USUAL);
    assertThat(applied.happenings()).containsEntry("opened", 3);
    assertThatThrownBy(() -> world.found(game, Personas.twelve(), OPENING, USUAL))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void aGameThatWasNeverFoundedBeginsWithItsFirstTick() {
    var game = game("unfounded");
    var agent = Personas.generated(1).getFirst();
    assertThat(world.open(game).brief(agent)).contains("wallet 1000000000 micro-points");
    world
        .open(game)
        .apply(
            moment(1),
            KEY,
            List.of(new Entry.Turn(0, agent.handle(), List.of()), new Entry.Clock()));
    assertThat(markets.page("unfounded", Optional.empty(), Optional.empty(), Optional.empty(), 10))
        .hasSize(3);
    assertThat(conservation.find("unfounded").orElseThrow()).matches(Conservation::holds);
  }

  private double executionsOfATick(String id, int count) {
    var agents = Personas.generated(count);
    world.found(game(id), agents, OPENING, USUAL);
    warmUp(id, agents);
    double before = executions();
    var state = world.open(game(id));
    var applied = state.apply(moment(3), KEY, entries(agents, 3, state.sharedBriefing()));
    assertThat(applied.actions().values()).allMatch(number -> number > 0);
    return executions() - before;
  }

  private void warmUp(String id, List<Agent> agents) {
    for (int tick = 1; tick <= 2; tick++) {
      var state = world.open(game(id));
      state.apply(moment(tick), KEY, entries(agents, tick, state.sharedBriefing()));
    }
  }

  private double executions() {
    return executions.count();
  }

  private void wipe(String game) {
    for (var table :
        List.of(
            "house",
            "wallet",
            "market",
            "position",
            "trade",
            "post",
            "news",
            "refusal",
            "conversation",
            "conversation_member",
            "message",
            "correspondent")) {
      database.update(
          "delete from babylon_" + table + " where game_id = :game",
          parameters -> parameters.setString("game", game));
    }
  }

  private static Game game(String id) {
    return new Game(id, "A game", Babylon.KIND, 42, PERIOD, OptionalInt.empty());
  }

  private static final ApplyKey KEY = new ApplyKey("1.0", 1);

  private static Moment moment(long tick) {
    return new Moment(tick, OPENING.plus(PERIOD.multipliedBy(tick)));
  }

  /**
   * What agents do who follow from number and tick, and trade on the first market they are shown.
   */
  private static List<Entry> entries(List<Agent> agents, int tick, String shown) {
    var market = second(shown, "market ");
    var post = second(shown, "post ");
    var entries = new ArrayList<Entry>();
    for (var agent : agents) {
      int number = entries.size();
      var side = number % 3 == 0 ? "no" : "yes";
      var actions =
          switch ((number + tick) % 8) {
            case 0 ->
                tick % 3 == 0
                    ? List.of(
                        post("Tick " + tick + ", says " + agent.handle()),
                        action("leave", json -> json.put("group", group(tick - 2, number))))
                    : List.of(post("Tick " + tick + ", says " + agent.handle()));
            case 1 -> List.of(action("comment", json -> json.put("post", post).put("text", "So?")));
            case 2, 3 ->
                List.of(
                    action(
                        "buy",
                        json ->
                            json.put("market", market)
                                .put("side", side)
                                .put("microPoints", 1_000_000L + number)));
            case 4 ->
                List.of(
                    action(
                        "sell",
                        json ->
                            json.put("market", market)
                                .put("side", side)
                                .put("microShares", 500_000)),
                    action("sell", json -> json.put("market", market)));
            case 6 ->
                List.of(
                    action(
                        "group",
                        json -> {
                          json.put("name", "Of tick " + tick);
                          json.putArray("members")
                              .add(handle(agents, number + 1))
                              .add(handle(agents, number + 2));
                          return json;
                        }),
                    message(handle(agents, number + 1), "Only for you, " + tick));
            case 7 ->
                List.of(
                    message(group(tick - 1, number), "Among us, " + tick),
                    action(
                        "invite",
                        json ->
                            json.put("group", group(tick - 1, number))
                                .put("agent", handle(agents, number + 3))),
                    message(group(tick - 1, number), "Welcome, " + tick));
            default -> List.of(action("hold", json -> json));
          };
      entries.add(new Entry.Turn(number, agent.handle(), actions));
    }
    entries.add(new Entry.Clock());
    return entries;
  }

  private static String second(String shown, String prefix) {
    return shown
        .lines()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.split(" ")[1])
        .findFirst()
        .orElse("none");
  }

  private static String handle(List<Agent> agents, int number) {
    return agents.get(number % agents.size()).handle();
  }

  /** The group that this agent founded in that tick by its first action. */
  private static String group(int tick, int number) {
    return "g" + tick + "." + number + ".0";
  }

  private static Action message(String to, String text) {
    return action("message", json -> json.put("to", to).put("text", text));
  }

  private static Action post(String text) {
    return action("post", json -> json.put("text", text));
  }

  private static Action action(String type, UnaryOperator<ObjectNode> fields) {
    return new Action(type, fields.apply(JSON.objectNode().put("type", type)));
  }
}
