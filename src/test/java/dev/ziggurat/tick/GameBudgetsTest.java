package dev.ziggurat.tick;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import dev.ziggurat.ledger.BudgetCrossed;
import dev.ziggurat.ledger.Budgets;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What budgets of games, agents, ticks and providers do to ticks. */
@QuarkusTest
class GameBudgetsTest {

  @Inject Arena arena;
  @Inject Budgets budgets;
  @Inject Crossings crossings;

  /** Remembers which limits were told as reached. */
  @Singleton
  static class Crossings {

    private final List<BudgetCrossed> all = new CopyOnWriteArrayList<>();

    void crossed(@Observes BudgetCrossed crossed) {
      all.add(crossed);
    }

    List<String> of(String owner) {
      return all.stream()
          .filter(each -> each.budget().owner().equals(owner))
          .map(each -> each.budget().scope().id() + ' ' + each.limit().id())
          .toList();
    }
  }

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
    limitProvider("wandb", "null");
    limitProvider("groq", "null");
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static void limitProvider(String provider, String budget) {
    admin()
        .body("{\"providers\": {\"%s\": {\"budget\": %s}}}".formatted(provider, budget))
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
  }

  private static void limit(String game, String budget) {
    admin()
        .body("{\"budget\": %s}".formatted(budget))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse turns(String game, int tick) {
    return admin().get("/api/games/%s/ticks/%d/turns".formatted(game, tick)).then().statusCode(200);
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  private static String month() {
    return today().substring(0, 7);
  }

  private long spent(String budget) {
    budgets.flush();
    return arena.rows("select spent::text from budget where id = ?", budget).stream()
        .mapToLong(Long::parseLong)
        .sum();
  }

  private long billed(String game) {
    return arena.number(
        "select coalesce(sum(at_most_nano), 0) from attempt where game_id = ?", game);
  }

  private static String dollars(long nano) {
    return BigDecimal.valueOf(nano, 9).toPlainString();
  }

  /** The sum of the metric over all providers. */
  private static long countedNanoDollars() {
    return admin()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith("ziggurat_cost_nano_dollars_total{"))
        .map(line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .longValueExact();
  }

  /** Others are cheaper: they would be asked when the budget has no room for the first. */
  private void onlyWandb() {
    for (var other : List.of("groq", "claude", "openai")) {
      arena.choose(other, "enabled = false");
    }
  }

  /** What a tick of a game with so many agents costs. */
  private long costOfTick(int agents) {
    var game = arena.game(agents);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    return billed(game);
  }

  @Test
  void agentsHoldWhenTheBudgetOfTheDayHasNoRoom() {
    var game = arena.game(3);
    limit(game, "{\"day\": {\"hardUsd\": \"0\"}}");
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("partial"))
        .body("ticks[0].turns.held", equalTo(3))
        .body("ticks[0].turns.failed", equalTo(0))
        .body("ticks[0].turns.passedOver", equalTo(0))
        .body("ticks[0].inference.attempts", equalTo(0))
        .body(
            "ticks[0].reason",
            allOf(
                startsWith("3 agents held, because the game's budget of the day, $0, has no room"),
                containsString("$0 is spent"),
                containsString("raise budget.day of the game or wait until ")));
    turns(game, 1)
        .body("items.state", everyItem(equalTo("passed_over")))
        .body("items.held", everyItem(equalTo(true)))
        .body("items.budgetNote", everyItem(containsString("budget.day of the game")))
        .body("items.path.flatten().reason", everyItem(containsString("over budget")));
    assertThat(billed(game)).isZero();
    assertThat(crossings.of(game)).containsExactly("game-day hard");
  }

  @Test
  void pagesSayThatAnAgentHeld() {
    var game = arena.game(1);
    limit(game, "{\"day\": {\"hardUsd\": \"0\"}}");
    arena.tick(game, "t1").statusCode(200).body("ticks[0].turns.held", equalTo(1));
    String handle = turns(game, 1).extract().path("items[0].handle");
    admin()
        .get("/api/games/%s/ticks/1/turns/%s".formatted(game, handle))
        .then()
        .body("undecided", equalTo(false))
        .body("note", equalTo("a budget had no room, so the agent held; see the path"));
    page("/console/ticks/1/turns/%s?game=%s".formatted(handle, game))
        .body(
            allOf(
                containsString("<span class=\"badge\" data-kind=\"warn\">held</span>"),
                containsString("None: the agent held, because a budget had no room."),
                not(containsString("Briefing as sent")),
                not(containsString("time limit;")),
                not(containsString("no provider gave a usable answer"))));
    page("/console/ticks/1?game=" + game)
        .body(
            allOf(
                containsString("<span class=\"badge\" data-kind=\"warn\">held</span>"),
                containsString("<li data-state=\"held\"")));
  }

  private static ValidatableResponse page(String address) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .accept(ContentType.HTML)
        .get(address)
        .then()
        .statusCode(200);
  }

  @Test
  void aChangedLimitHoldsForTheNextTick() {
    var game = arena.game(2);
    limit(game, "{\"month\": {\"hardUsd\": 0}}");
    arena.tick(game, "t1").statusCode(200).body("ticks[0].turns.held", equalTo(2));
    limit(game, "{\"month\": {\"hardUsd\": 10}}");
    arena
        .tick(game, "t2")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.held", equalTo(0))
        .body("ticks[0].turns.heldBy", equalTo(Map.of()));
    limit(game, "null");
    arena.tick(game, "t3").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
  }

  @Test
  void aChangedLimitHoldsForARunningTick() throws Exception {
    onlyWandb();
    arena.faults("{\"wandb\":{\"latencyMillis\":700}}");
    var game = arena.game(8, OptionalInt.of(1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tick = threads.submit(() -> arena.tick(game, "t1"));
      Awaitility.await()
          .until(
              () ->
                  arena.number(
                          "select count(*) from turn where game_id = ? and state = 'thought'", game)
                      >= 1);
      limit(game, "{\"day\": {\"hardUsd\": 0}}");
      tick.get()
          .statusCode(200)
          .body("ticks[0].outcome", equalTo("partial"))
          .body("ticks[0].turns.applied", greaterThan(0))
          .body("ticks[0].turns.held", greaterThan(0))
          .body("ticks[0].turns.failed", equalTo(0));
    }
  }

  @Test
  void aTickNeverSpendsMoreThanItsBudget() {
    onlyWandb();
    var agents = 12;
    var cost = costOfTick(agents);
    var game = arena.game(agents);
    limit(game, "{\"tick\": {\"hardUsd\": \"%s\"}}".formatted(dollars(cost / 2)));
    for (var tick = 1; tick <= 2; tick++) {
      arena.tick(game, "t" + tick).statusCode(200).body("ticks[0].outcome", equalTo("partial"));
      assertThat(spent("game/%s/tick/%d".formatted(game, tick)))
          .isEqualTo(
              arena.number(
                  "select coalesce(sum(at_most_nano), 0) from attempt where game_id = ? and tick = ?",
                  game,
                  tick))
          .isLessThanOrEqualTo(cost / 2);
    }
  }

  @Test
  void turnsWaitWhileOnlyCallsInFlightLeaveNoRoom() {
    onlyWandb();
    var agents = 6;
    var cost = costOfTick(agents);
    var worst = arena.number("select max(asking_at_most_nano) from turn where state = 'applied'");
    arena.faults("{\"wandb\":{\"latencyMillis\":200}}");
    var game = arena.game(agents, Duration.ofMinutes(2));
    // Room for all that is spent, but not for what all calls may cost at the same time.
    var cap = cost + worst;
    assertThat(cap).isLessThan(agents * worst);
    limit(game, "{\"tick\": {\"hardUsd\": \"%s\"}}".formatted(dollars(cap)));
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(agents));
    assertThat(spent("game/%s/tick/1".formatted(game))).isLessThanOrEqualTo(cap);
  }

  @Test
  void eachAgentHasItsOwnBudget() {
    var game = arena.game(2);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    limit(game, "{\"agentDay\": {\"hardUsd\": \"1\"}}");
    arena.tick(game, "t2").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    var handles = arena.rows("select handle from agent where game_id = ? order by 1", game);
    for (var handle : handles) {
      assertThat(spent("agent/%s/%s/%s".formatted(game, handle, today())))
          .as("counted from when it has a limit")
          .isPositive()
          .isEqualTo(
              arena.number(
                  "select sum(at_most_nano) from attempt where game_id = ? and tick = 2 and handle = ?",
                  game,
                  handle));
    }
    limit(game, "{\"agentDay\": {\"hardUsd\": \"0.000000001\"}}");
    arena
        .tick(game, "t3")
        .statusCode(200)
        .body("ticks[0].turns.held", equalTo(2))
        .body("ticks[0].reason", containsString("the agent's budget of the day"));
  }

  @Test
  void aboveTheSoftLimitACheaperModelIsAskedFor() {
    var game = arena.game(2);
    limit(
        game,
        """
        {"day": {"softUsd": "0.000000001"}, "cheaperModel": "groq/openai/gpt-oss-20b"}""");
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    turns(game, 1)
        .body("items.provider", everyItem(equalTo("wandb")))
        .body("items.budgetNote", everyItem(nullValue()));
    budgets.flush();
    assertThat(crossings.of(game)).containsExactly("game-day soft");

    arena.tick(game, "t2").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    turns(game, 2)
        .body("items.provider", everyItem(equalTo("groq")))
        .body("items.held", everyItem(equalTo(false)))
        .body(
            "items.budgetNote",
            everyItem(
                equalTo(
                    "the game's budget of the day has reached its soft limit of $0.000000001, so"
                        + " the cheaper model openai/gpt-oss-20b was asked for")));
    budgets.flush();
    assertThat(crossings.of(game)).as("told once").containsExactly("game-day soft");
  }

  @Test
  void aTurnSaysThatTheCheaperModelLeftTheCatalogue() {
    admin()
        .body(
            """
            {"provider": "groq", "id": "acme/cheap-1", "can": ["TEMPERATURE"],
             "prices": [{"input": 0.01, "output": 0.01}]}""")
        .post("/api/admin/models")
        .then()
        .statusCode(201);
    var game = arena.game(2);
    limit(
        game,
        """
        {"day": {"softUsd": "0.000000001"}, "cheaperModel": "groq/acme/cheap-1"}""");
    admin().delete("/api/admin/models/groq/acme/cheap-1").then().statusCode(200);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    budgets.flush();
    arena.tick(game, "t2").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    turns(game, 2)
        .body("items.provider", everyItem(equalTo("wandb")))
        .body("items.held", everyItem(equalTo(false)))
        .body(
            "items.budgetNote",
            everyItem(
                equalTo(
                    "the game's budget of the day has reached its soft limit of $0.000000001, but"
                        + " the cheaper model groq/acme/cheap-1 is no chat model of the catalogue,"
                        + " so the usual one was asked for")));
  }

  @Test
  void aHardLimitIsNotReachedWhileACheaperProviderAnswers() {
    arena.tick(arena.game(1), "t1").statusCode(200);
    var dearest = arena.number("select max(asking_at_most_nano) from turn where state = 'applied'");
    arena.choose("openai", "enabled = false");
    arena.choose("claude", "enabled = false");
    var refused = arena.game(1);
    limit(refused, "{\"tick\": {\"hardUsd\": \"0\"}}");
    arena.tick(refused, "t1").statusCode(200).body("ticks[0].turns.held", equalTo(1));
    List<String> reasons = turns(refused, 1).extract().path("items[0].path.reason");
    var worst =
        reasons.stream()
            .filter(reason -> reason.startsWith("over budget: it could cost up to $"))
            .map(reason -> new BigDecimal(reason.split("[$;]")[1]))
            .toList();
    assertThat(worst).as("%s, of at most %s", reasons, dearest).hasSize(2);
    assertThat(worst.get(1)).as("groq is cheaper than wandb").isLessThan(worst.get(0));
    var game = arena.game(1);
    limit(
        game,
        "{\"day\": {\"hardUsd\": \"%s\"}}"
            .formatted(worst.get(0).add(worst.get(1)).divide(BigDecimal.TWO).toPlainString()));
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    turns(game, 1).body("items.provider", everyItem(equalTo("groq")));
    budgets.flush();
    assertThat(crossings.of(game)).isEmpty();
  }

  @Test
  void aHardLimitIsReachedWhenAllOfItIsSpent() {
    onlyWandb();
    arena.faults("{\"wandb\":{\"withoutUsage\":true}}");
    var game = gameThatSpendsAllOfItsDay();
    budgets.flush();
    assertThat(crossings.of(game)).containsExactly("game-day hard");
  }

  @Test
  void aCallThatFindsNoRoomDoesNotHideThatTheLimitIsReached() {
    onlyWandb();
    arena.faults("{\"wandb\":{\"withoutUsage\":true}}");
    var game = arena.game(1);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    var spent = billed(game);
    limit(game, "{\"day\": {\"hardUsd\": \"%s\"}}".formatted(dollars(spent + spent / 2)));
    arena.tick(game, "t2").statusCode(200).body("ticks[0].turns.held", equalTo(1));
    budgets.flush();
    assertThat(crossings.of(game)).containsExactly("game-day hard");
    arena.tick(game, "t3").statusCode(200);
    budgets.flush();
    assertThat(crossings.of(game)).hasSize(1);
    limit(game, "{\"day\": {\"hardUsd\": \"%s\"}}".formatted(dollars(spent)));
    arena.tick(game, "t4").statusCode(200);
    budgets.flush();
    assertThat(crossings.of(game)).containsExactly("game-day hard", "game-day hard");
  }

  /**
   * A game is billed what one before it was, unless an instant in one of their prompts has fewer
   * digits, as one in a thousand has.
   */
  private String gameThatSpendsAllOfItsDay() {
    for (var trial = 0; trial < 5; trial++) {
      var before = arena.game(1);
      arena.tick(before, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
      var game = arena.game(1);
      limit(game, "{\"day\": {\"hardUsd\": \"%s\"}}".formatted(dollars(billed(before))));
      arena.tick(game, "t1").statusCode(200);
      if (billed(game) == billed(before)) {
        return game;
      }
    }
    throw new AssertionError("No two games were billed the same");
  }

  @Test
  void aProviderOverItsBudgetIsSkippedByTicksAndByTheGateway() {
    limitProvider("wandb", "{\"day\": {\"hardUsd\": \"0\"}}");
    var game = arena.game(2);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    turns(game, 1)
        .body("items.provider", everyItem(equalTo("groq")))
        .body("items.path.flatten().reason", hasSize(4))
        .body(
            "items[0].path[0].reason",
            allOf(
                startsWith("over budget: it could cost up to $"),
                containsString("the provider's budget of the day has no room")));
    admin()
        .body(
            """
            {"model": "wandb/meta-llama/Llama-3.3-70B-Instruct", "max_tokens": 50,
             "messages": [{"role": "user", "content": "hello"}]}""")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .header("X-Ziggurat-Provider", equalTo("groq"));
  }

  @Test
  void agentsHoldWhenTheOnlyProviderIsOverItsBudget() {
    limitProvider("wandb", "{\"month\": {\"hardUsd\": \"0\"}}");
    onlyWandb();
    var game = arena.game(2);
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("partial"))
        .body("ticks[0].turns.heldBy", equalTo(Map.of("provider-month", 2)))
        .body("ticks[0].reason", containsString("wandb: the provider's budget of the month"));
  }

  @Test
  void allProvidersOverTheirBudgetsAreNamed() {
    onlyWandb();
    arena.choose("groq", "enabled = true");
    limitProvider("wandb", "{\"month\": {\"hardUsd\": \"0\"}}");
    limitProvider("groq", "{\"day\": {\"hardUsd\": \"0\"}}");
    var game = arena.game(1);
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].turns.held", equalTo(1))
        .body(
            "ticks[0].reason",
            allOf(
                containsString("wandb: the provider's budget of the month"),
                containsString("; nor have budgets of groq")));
  }

  @Test
  void attemptsUsageBudgetsAndMetricsAgreeToTheNanoDollar() {
    var counted = countedNanoDollars();
    var before =
        Map.of(
            "wandb", spent("provider/wandb/" + today()), "groq", spent("provider/groq/" + today()));
    var game = arena.game(8);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    arena.faults("{\"wandb\":{\"withoutUsage\":true}}");
    arena.tick(game, "t2").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    arena.faults("{\"wandb\":{\"status\":500}}");
    arena.tick(game, "t3").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    var cost = arena.number("select sum(cost_nano) from attempt where game_id = ?", game);
    var atMost = billed(game);
    assertThat(atMost).as("what answers without usage cost is not known").isGreaterThan(cost);
    assertThat(cost).isPositive();
    assertThat(countedNanoDollars() - counted).isEqualTo(cost);
    assertThat(spent("game/%s/%s".formatted(game, today()))).isEqualTo(atMost);
    assertThat(spent("game/%s/%s".formatted(game, month()))).isEqualTo(atMost);
    for (var provider : List.of("wandb", "groq")) {
      assertThat(spent("provider/%s/%s".formatted(provider, today())) - before.get(provider))
          .as(provider)
          .isPositive()
          .isEqualTo(
              arena.number(
                  "select sum(at_most_nano) from attempt where game_id = ? and provider = ?",
                  game,
                  provider));
    }
    admin()
        .queryParam("game", game)
        .get("/api/admin/usage")
        .then()
        .statusCode(200)
        .body("total.attempts", greaterThan(24))
        .body("total.atMostNanoUsd.toString()", equalTo(Long.toString(atMost)))
        .body("total.costNanoUsd.toString()", equalTo(Long.toString(cost)));
  }

  @Test
  void balancesAndForecastAreShown() {
    var game = arena.game(2);
    limit(
        game, "{\"day\": {\"hardUsd\": 5, \"softUsd\": 4.5}, \"agentDay\": {\"hardUsd\": \"2\"}}");
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    budgets.flush();
    var spent = new BigDecimal(dollars(billed(game))).stripTrailingZeros().toPlainString();
    admin()
        .get("/api/games/%s/budget".formatted(game))
        .then()
        .statusCode(200)
        .body("limits.day.hardUsd", equalTo("5"))
        .body("limits.day.softUsd", equalTo("4.5"))
        .body("limits.cheaperModel", nullValue())
        .body("balances.scope", equalTo(List.of("game-day", "game-month")))
        .body("balances[0].spentUsd", equalTo(spent))
        .body("balances[0].heldUsd", equalTo("0"))
        .body("balances[0].usedPercent", equalTo(0))
        .body("balances[0].period", equalTo(today()))
        .body("balances[1].spentUsd", equalTo(spent))
        .body("balances[1].leftUsd", nullValue())
        .body("agents", hasSize(2))
        .body("agents[0].hardUsd", equalTo("2"))
        .body("forecast.atMonthEndMicroUsd", nullValue())
        .body("forecast.basis", startsWith("too little data"));

    arena.change(
        "update tick set started_at = started_at - interval '2 hours' where game_id = ?", game);
    var micro = Math.ceilDiv(billed(game), 1_000);
    admin()
        .get("/api/games/%s/budget".formatted(game))
        .then()
        .statusCode(200)
        .body("forecast.monthSoFarMicroUsd", equalTo((int) micro))
        .body("forecast.lastHourMicroUsd", equalTo((int) micro))
        .body("forecast.measuredMillis", equalTo(3_600_000))
        .body("forecast.atMonthEndMicroUsd", greaterThanOrEqualTo((int) micro))
        .body("forecast.limitedBy", nullValue());
    limit(game, "{\"month\": {\"hardUsd\": \"0\"}}");
    admin()
        .get("/api/games/%s/budget".formatted(game))
        .then()
        .body("forecast.atMonthEndMicroUsd", equalTo((int) micro))
        .body("forecast.limitedBy", equalTo("game-month"));
    admin().get("/api/games/nobody/budget").then().statusCode(404);
  }

  /** What a tick spent before ticks had a limit was not counted: nothing must look as if it was. */
  @Test
  void aTickHasABalanceIfItRanWithALimit() {
    var game = arena.game(1);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    limit(game, "{\"tick\": {\"softUsd\": 1}}");
    budgets.flush();
    admin()
        .get("/api/games/%s/budget".formatted(game))
        .then()
        .statusCode(200)
        .body("balances.scope", equalTo(List.of("game-day", "game-month")))
        .body("agents", hasSize(0));
    arena.tick(game, "t2").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    budgets.flush();
    var spent =
        arena.number("select sum(at_most_nano) from attempt where game_id = ? and tick = 2", game);
    admin()
        .get("/api/games/%s/budget".formatted(game))
        .then()
        .statusCode(200)
        .body("balances[2].scope", equalTo("tick"))
        .body("balances[2].period", equalTo("tick/2"))
        .body(
            "balances[2].spentUsd",
            equalTo(new BigDecimal(dollars(spent)).stripTrailingZeros().toPlainString()));
  }

  @Test
  void theForecastCountsWhatBudgetsCount() {
    arena.faults("{\"wandb\":{\"withoutUsage\":true}}");
    var game = arena.game(2);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    arena.change(
        "update tick set started_at = started_at - interval '2 hours' where game_id = ?", game);
    var micro = (int) Math.ceilDiv(billed(game), 1_000);
    assertThat(arena.number("select sum(cost_nano) from attempt where game_id = ?", game))
        .as("what is known")
        .isLessThan(billed(game));
    admin()
        .get("/api/games/%s/budget".formatted(game))
        .then()
        .statusCode(200)
        .body("forecast.monthSoFarMicroUsd", equalTo(micro))
        .body("forecast.lastHourMicroUsd", equalTo(micro))
        .body("forecast.atMonthEndMicroUsd", greaterThanOrEqualTo(micro));
  }

  /**
   * The amounts in their reasons differ from agent to agent; what counts is which budget it was.
   */
  @Test
  void theReportCountsHeldTurnsByBudget() {
    var game = arena.game(5);
    limit(game, "{\"tick\": {\"hardUsd\": 0}, \"agentDay\": {\"hardUsd\": 1}}");
    var handles = arena.rows("select handle from agent where game_id = ? order by 1", game);
    for (var index = 0; index < 3; index++) {
      arena.change(
          "insert into budget (id, spent, over_at) values (?, 1000000000 + %d, now() + interval '1 day')"
              .formatted(index),
          "agent/%s/%s/%s".formatted(game, handles.get(index), today()));
    }
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].turns.held", equalTo(5))
        .body("ticks[0].turns.heldBy", equalTo(Map.of("agent-day", 3, "tick", 2)))
        .body(
            "ticks[0].reason",
            allOf(
                startsWith("5 agents held, 3 because the agent's budget of the day, $1, has no"),
                containsString("; 2 because the tick's budget, $0, has no room")));
    assertThat(
            arena.rows(
                "select handle from turn where game_id = ? and held_by = 'agent-day' order by 1",
                game))
        .isEqualTo(handles.subList(0, 3));
    page("/console/ticks/1?game=" + game)
        .body(containsString("5 <small>(agent-day 3, tick 2)</small>"));
  }

  @Test
  void aMistakeIsNamedByItsField() {
    var game = arena.game(1);
    refuses(game, "{\"day\": {\"hardUsd\": \"five\"}}", "budget.day.hardUsd", "0 to 1000000");
    refuses(game, "{\"day\": {\"hardUsd\": -1}}", "budget.day.hardUsd", "0 to 1000000");
    refuses(
        game,
        "{\"month\": {\"hardUsd\": 4, \"softUsd\": \"4.5\"}}",
        "budget.month.softUsd",
        "not be above the hard limit, 4");
    refuses(game, "{\"week\": {}}", "budget.week", "is unknown");
    refuses(game, "{\"cheaperModel\": \"nobody/none\"}", "budget.cheaperModel", "catalogue");
    refuses(
        game,
        "{\"day\": {\"hardUsd\": 1}, \"cheaperModel\": \"groq/openai/gpt-oss-20b\"}",
        "budget.cheaperModel",
        "needs a soft limit");
    refuses(
        game,
        "{\"day\": {\"softUsd\": 1}, \"cheaperModel\": \"openai/text-embedding-3-small\"}",
        "budget.cheaperModel",
        "does not chat");
    refuses(
        game,
        "{\"day\": {\"softUsd\": 1}, \"cheaperModel\": \"\"}",
        "budget.cheaperModel",
        "must be a text of 1 to 200 characters");
  }

  @Test
  void whatAReflectionWasRefusedForTellsTheWayOut() {
    var game = arena.game(1);
    admin()
        .body(
            """
            {"memory": {"reflection": {"everyTicks": 1, "dollarsPerDay": 0}}}""")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    arena.tick(game, "t1").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    String handle = turns(game, 1).extract().path("items[0].handle");
    admin()
        .get("/api/games/%s/agents/%s/reflections".formatted(game, handle))
        .then()
        .statusCode(200)
        .body("items[0].state", equalTo("over_budget"))
        .body(
            "items[0].reason",
            containsString("To go on, raise memory.reflection.dollarsPerDay of the game or wait"));
  }

  private static void refuses(String game, String budget, String field, String why) {
    admin()
        .body("{\"budget\": %s}".formatted(budget))
        .patch("/api/games/" + game)
        .then()
        .statusCode(400)
        .body("detail", allOf(startsWith(field), containsString(why)));
  }
}
