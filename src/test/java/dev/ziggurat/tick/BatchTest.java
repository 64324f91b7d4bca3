package dev.ziggurat.tick;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.ziggurat.Arena;
import dev.ziggurat.ScriptedModel;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.experiment.TickVariants;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.world.World;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several agents in one call. */
@QuarkusTest
class BatchTest {

  private static final int AGENTS = 10;

  @Inject Arena arena;
  @Inject Budgets budgets;
  @Inject Lease lease;
  @Inject Plan plan;
  @Inject TurnStore turns;
  @Inject Batches batches;
  @Inject BatchThinker batchThinker;
  @Inject WorstCaseCosts worstCaseCosts;
  @Inject GameGuardrails guardrails;
  @Inject GameBudgets gameBudgets;
  @Inject Journal journal;
  @Inject Settings settings;
  @Inject ChainCandidates chainCandidates;
  @Inject TickConfig config;
  @Inject InstantSource time;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static void change(String game, String fields) {
    admin().body(fields).patch("/api/games/" + game).then().statusCode(200);
  }

  private String game(int agents, int batch) {
    var game = arena.game(agents, Duration.ofMinutes(2));
    change(game, "{\"batch\": %d}".formatted(batch));
    return game;
  }

  private void tick(String game, String key, int agents) {
    arena
        .tick(game, key)
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(agents));
  }

  private long calls(String game) {
    return arena.number("select count(distinct call_id) from attempt where game_id = ?", game);
  }

  private List<String> decisions(String game, int tick) {
    return arena.rows(
        "select handle || decision || results from turn where game_id = ? and tick = ? order by handle",
        game,
        tick);
  }

  /** Attempts, their shares, usage by agent and in all, and budgets say the same. */
  private void assertReconciled(String game) {
    assertThat(
            arena.number(
                """
                select count(*) from attempt left join (
                  select attempt_id, sum(cost_nano) as cost, sum(at_most_nano) as most, sum(input_tokens) as input,
                    sum(cached_tokens) as cached, sum(output_tokens) as output, sum(reasoning_tokens) as reasoning
                  from attempt_share group by 1) as shares on attempt_id = id
                where game_id = ? and handle is null and (cost, most, coalesce(input, 0), coalesce(cached, 0), coalesce(output, 0), coalesce(reasoning, 0))
                  is distinct from (cost_nano::numeric, at_most_nano::numeric, coalesce(input_tokens, 0)::numeric,
                    coalesce(cached_tokens, 0)::numeric, coalesce(output_tokens, 0)::numeric, coalesce(reasoning_tokens, 0)::numeric)
                """,
                game))
        .as("attempts whose shares are not the whole")
        .isZero();
    var cost = arena.number("select sum(cost_nano) from attempt where game_id = ?", game);
    var atMost = arena.number("select sum(at_most_nano) from attempt where game_id = ?", game);
    assertThat(arena.number("select sum(cost_nano) from agent_attempt where game_id = ?", game))
        .isEqualTo(cost)
        .isPositive();
    for (var by : List.of("agent", "model", "game")) {
      var report =
          admin()
              .queryParam("by", by)
              .queryParam("game", game)
              .get("/api/admin/usage")
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      assertThat(
              report.getList("rows.costNanoUsd", Long.class).stream().mapToLong(each -> each).sum())
          .as("usage by %s", by)
          .isEqualTo(cost);
      assertThat(report.getLong("total.atMostNanoUsd")).as("usage by %s", by).isEqualTo(atMost);
    }
    assertThat(spent("game/%s/%s".formatted(game, today()))).isEqualTo(atMost);
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  private long spent(String budget) {
    budgets.flush();
    return arena.rows("select spent::text from budget where id = ?", budget).stream()
        .mapToLong(Long::parseLong)
        .sum();
  }

  @Test
  void agentsDecideTheSameTogetherAsAlone() {
    var alone = game(AGENTS, 1);
    var together = game(AGENTS, 4);
    tick(alone, "t1", AGENTS);
    tick(together, "t1", AGENTS);
    assertThat(decisions(together, 1)).isEqualTo(decisions(alone, 1));
    assertThat(calls(alone)).isEqualTo(AGENTS);
    assertThat(calls(together)).isEqualTo(3);
    assertThat(arena.number("select count(*) from attempt where game_id = ?", together))
        .isEqualTo(3);
    var input = "select sum(input_tokens) from attempt where game_id = ?";
    assertThat(arena.number(input, together)).isLessThan(arena.number(input, alone) / 2);
    assertReconciled(together);
  }

  @Test
  void anAgentHasItsShareOfTheCall() {
    var game = game(3, 3);
    tick(game, "t1", 3);
    for (var handle : arena.rows("select handle from agent where game_id = ?", game)) {
      var turn =
          admin()
              .get("/api/games/%s/ticks/1/turns/%s".formatted(game, handle))
              .then()
              .statusCode(200)
              .body("attempts", hasSize(1))
              .body("attempts[0].agents", equalTo(3))
              .body("attempts[0].handle", equalTo(handle))
              .extract()
              .jsonPath();
      var share =
          arena.number(
              "select cost_nano from attempt_share where handle = ? and attempt_id in (select id from attempt where game_id = ?)",
              handle,
              game);
      assertThat(turn.getLong("attempts[0].costNanoUsd")).isEqualTo(share).isPositive();
      assertThat(turn.getLong("path[0].costNanoDollars")).isEqualTo(share);
      assertThat(turn.getString("completion")).startsWith("{\"agent\":").endsWith("}");
      assertThat(turn.getString("briefing")).contains("you are @" + handle);
      admin()
          .get("/api/admin/calls?game=%s&agent=%s".formatted(game, handle))
          .then()
          .statusCode(200)
          .body("items", hasSize(1))
          .body("items[0].agents", equalTo(3))
          .body("items[0].attempts", equalTo(1));
    }
    var call = arena.rows("select call_id::text from attempt where game_id = ?", game).getFirst();
    for (var page : List.of("/console/calls?game=" + game, "/console/calls/" + call)) {
      given()
          .header("Authorization", "Bearer dev-admin")
          .accept(ContentType.HTML)
          .get(page)
          .then()
          .statusCode(200)
          .body(containsString(">3 agents"))
          .body(not(containsString("The texts of this call are not kept")));
    }
  }

  /** How many are asked alone after each fault of the first answer. */
  @ParameterizedTest
  @CsvSource({"partMissing, 1", "partBroken, 1", "partsMixedUp, 3"})
  void aBadPartSpoilsNoOther(String fault, int again) {
    var alone = game(8, 1);
    tick(alone, "t1", 8);
    var game = game(8, 8);
    arena.faults("{\"wandb\": {\"%s\": true, \"only\": {\"first\": 1}}}".formatted(fault));
    tick(game, "t1", 8);
    assertThat(calls(game)).isEqualTo(1 + again);
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and handle is not null and outcome = 'OK'",
                game))
        .isEqualTo(again);
    assertThat(decisions(game, 1)).isEqualTo(decisions(alone, 1));
    assertThat(
            arena.number(
                "select count(*) from turn join attempt using (call_id) where turn.game_id = ? and attempt.handle = turn.handle",
                game))
        .as("turns whose call is their own")
        .isEqualTo(again);
    assertReconciled(game);
    assertThat(
            arena.rows(
                "select handle from agent_attempt where game_id = ? and unusable order by 1", game))
        .isEqualTo(
            arena.rows(
                "select handle from agent_attempt where game_id = ? and agents = 1 order by 1",
                game));
    admin()
        .get("/api/admin/model-metrics?game=" + game)
        .then()
        .statusCode(200)
        .body("rows", hasSize(1))
        .body("rows[0].attempts", equalTo(1 + again))
        .body("rows[0].successes", equalTo(1 + again))
        .body("rows[0].answers", equalTo(8 + again))
        .body("rows[0].parseFailures", equalTo(again));
  }

  @Test
  void thePartsBeforeTheEndOfACutAnswerAreKept() {
    var game = game(8, 8);
    arena.faults("{\"wandb\": {\"partsCut\": true, \"only\": {\"first\": 1}}}");
    tick(game, "t1", 8);
    assertThat(calls(game)).isBetween(3L, 5L);
    assertReconciled(game);
  }

  @Test
  void anAnswerWithoutAnyPartIsOneBadAttemptAndAnotherProviderIsAsked() {
    var game = game(4, 4);
    arena.faults("{\"wandb\": {\"garbage\": true}}");
    tick(game, "t1", 4);
    assertThat(
            arena.rows(
                "select provider || outcome from attempt where game_id = ? order by ordinal", game))
        .containsExactly("wandbBADJSON", "groqOK");
    assertReconciled(game);
  }

  @Test
  void whatFailsForAllTogetherIsTriedAlone() {
    var game = game(3, 3);
    arena.faults(
        List.of("wandb", "groq", "claude", "openai").stream()
            .map(
                provider ->
                    "\"%s\": {\"garbage\": true, \"only\": {\"first\": 1}}".formatted(provider))
            .collect(Collectors.joining(",", "{", "}")));
    tick(game, "t1", 3);
    assertThat(
            arena.number("select count(*) from attempt where game_id = ? and handle is null", game))
        .isEqualTo(4);
    assertReconciled(game);
  }

  @Test
  void agentsOfDifferentArmsAreAskedApart() {
    var game = game(12, 12);
    admin()
        .body(
            """
            {"name": "told", "state": "running", "arms": [{"name": "plain", "percent": 50},
              {"name": "told", "percent": 50, "instructions": "Be careful."}]}""")
        .post("/api/games/" + game + "/experiments")
        .then()
        .statusCode(201);
    tick(game, "t1", 12);
    assertThat(calls(game)).isEqualTo(2);
    assertThat(
            arena.rows(
                """
                select arm || ' ' || (briefing like 'Be careful.%') || ' ' || count(distinct call_id)
                from turn where game_id = ? group by arm, briefing like 'Be careful.%' order by 1
                """,
                game))
        .containsExactly("plain false 1", "told true 1");
    assertReconciled(game);
    assertThat(
            admin()
                .get("/api/games/" + game + "/experiments/told")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList(
                    "last.results.metrics.find { it.metric == 'cost' }.arms.mean", Float.class))
        .as("what turns of each arm cost")
        .hasSize(2)
        .allMatch(mean -> mean > 0);
  }

  @Test
  void modelsAreComparedByTheTurnsOfTheirCalls() {
    var game = game(6, 6);
    tick(game, "t1", 6);
    tick(game, "t2", 6);
    var cost = arena.number("select sum(cost_nano) from attempt where game_id = ?", game);
    admin()
        .get("/api/admin/model-metrics?game=" + game)
        .then()
        .statusCode(200)
        .body("rows", hasSize(1))
        .body("rows[0].attempts", equalTo(2))
        .body("rows[0].turns.decided", equalTo(12))
        .body("rows[0].cost.nanoUsd", equalTo((int) cost));
  }

  @Test
  void agentsOfAnotherModelAndExternalOnesAreAskedApart() {
    try (var model = new ScriptedModel()) {
      model.plays(
          prompt ->
              Pattern.compile("(?m)^=== (\\w{3})$")
                  .matcher(prompt)
                  .results()
                  .map(
                      part ->
                          "{\"agent\": \"%s\", \"memo\": \"m\", \"actions\": []}"
                              .formatted(part.group(1)))
                  .collect(Collectors.joining(",", "{\"answers\": [", "], \"actions\": []}")));
      var game = game(6, 16);
      var handles = arena.rows("select handle from agent where game_id = ? order by 1", game);
      arena.change(
          "update agent set model = ? where game_id = ? and handle in (?, ?)",
          ScriptedModel.MODEL,
          game,
          handles.get(0),
          handles.get(1));
      arena.change(
          "update agent set kind = 'external', url = ?, key_variable = 'TEST_AGENT_KEY' where game_id = ? and handle = ?",
          model.agentUrl(),
          game,
          handles.get(2));
      tick(game, "t1", 6);
      assertThat(model.prompts()).hasSize(2);
      assertThat(model.prompts())
          .filteredOn(prompt -> prompt.contains("\n=== "))
          .singleElement()
          .satisfies(
              prompt ->
                  assertThat(prompt)
                      .contains("you are @" + handles.get(0), "you are @" + handles.get(1))
                      .doesNotContain("you are @" + handles.get(2), "you are @" + handles.get(3)));
      assertThat(calls(game)).isEqualTo(3);
    }
  }

  @Test
  void everyAgentsDayIsBilledItsShare() {
    var game = game(5, 5);
    change(game, "{\"budget\": {\"agentDay\": {\"hardUsd\": \"1\"}}}");
    tick(game, "t1", 5);
    for (var handle : arena.rows("select handle from agent where game_id = ?", game)) {
      assertThat(spent("agent/%s/%s/%s".formatted(game, handle, today())))
          .isPositive()
          .isEqualTo(
              arena.number(
                  "select sum(at_most_nano) from agent_attempt where game_id = ? and handle = ?",
                  game,
                  handle));
    }
    assertReconciled(game);
    change(game, "{\"budget\": {\"agentDay\": {\"hardUsd\": \"0.000000001\"}}}");
    arena.tick(game, "t2").statusCode(200).body("ticks[0].turns.held", equalTo(5));
    assertThat(calls(game)).isEqualTo(1);
  }

  /** Those of one call are told their own budgets, though that of the tick has no room either. */
  @Test
  void theReportCountsHeldAgentsOfOneCallByBudget() {
    var game = game(5, 5);
    change(game, "{\"budget\": {\"tick\": {\"hardUsd\": 0}, \"agentDay\": {\"hardUsd\": \"1\"}}}");
    var handles = arena.rows("select handle from agent where game_id = ? order by 1", game);
    for (var handle : handles.subList(0, 3)) {
      arena.change(
          "insert into budget (id, spent, over_at) values (?, 1000000000, now() + interval '1 day')",
          "agent/%s/%s/%s".formatted(game, handle, today()));
    }
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].turns.heldBy", equalTo(Map.of("agent-day", 3, "tick", 2)));
    assertThat(calls(game)).isZero();
  }

  @Test
  void anAgentWithoutRoomInItsBudgetHoldsAndTheOthersAreAskedTogether() {
    var game = game(5, 5);
    change(game, "{\"budget\": {\"agentDay\": {\"hardUsd\": \"1\"}}}");
    var handles = arena.rows("select handle from agent where game_id = ? order by 1", game);
    arena.change(
        "insert into budget (id, spent, over_at) values (?, 1000000000, now() + interval '1 day')",
        "agent/%s/%s/%s".formatted(game, handles.get(2), today()));
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].turns.held", equalTo(1))
        .body("ticks[0].turns.applied", equalTo(4));
    assertThat(arena.rows("select handle from turn where game_id = ? and held", game))
        .containsExactly(handles.get(2));
    assertThat(calls(game)).isEqualTo(1);
    assertThat(
            arena.rows("select distinct agents::text from agent_attempt where game_id = ?", game))
        .containsExactly("4");
    assertReconciled(game);
  }

  @Test
  void anAgentWhosePromptAGuardrailRefusesIsLeftOut() {
    var game = game(4, 4);
    var handles = arena.rows("select handle from agent where game_id = ? order by 1", game);
    change(
        game,
        """
        {"guardrails": [
          {"kind": "pattern", "name": "nobody", "on": "request", "pattern": "you are @%s", "action": "refuse"},
          {"kind": "pattern", "name": "personas", "on": "request", "pattern": "Your character: .*", "replacement": "Your character: [P]"}]}"""
            .formatted(handles.getFirst()));
    arena
        .tick(game, "t1")
        .statusCode(200)
        .body("ticks[0].turns.applied", equalTo(3))
        .body("ticks[0].turns.failed", equalTo(1));
    assertThat(arena.rows("select handle from turn where game_id = ? and state = 'failed'", game))
        .containsExactly(handles.getFirst());
    assertThat(
            arena.number(
                "select count(*) from turn where game_id = ? and briefing like '%Your character: [P]%'",
                game))
        .isEqualTo(3);
    assertThat(
            arena.rows(
                "select distinct agents::text from agent_attempt where game_id = ? and outcome = 'OK'",
                game))
        .containsExactly("3");
    assertReconciled(game);
  }

  @Test
  void agentsOfAnotherWorldAreAskedTogether() {
    var id = "batch-" + UUID.randomUUID().toString().substring(0, 8);
    admin()
        .body(
            """
            {"id": "%s", "name": "Race", "periodMillis": 60000, "budgetMillis": 60000, "world": "counter", "batch": 4,
             "agents": [{"handle": "one", "persona": "Steps."}, {"handle": "two", "persona": "Steps."}]}"""
                .formatted(id))
        .post("/api/games")
        .then()
        .statusCode(201)
        .body("batch", equalTo(4));
    tick(id, "t1", 2);
    assertThat(calls(id)).isEqualTo(1);
    change(id, "{\"batch\": null}");
    tick(id, "t2", 2);
    assertThat(calls(id)).isEqualTo(3);
    for (var wrong : List.of("0", "33", "\"many\"")) {
      admin()
          .body("{\"batch\": %s}".formatted(wrong))
          .patch("/api/games/" + id)
          .then()
          .statusCode(400)
          .body("detail", containsString("batch"));
    }
  }

  /** Claude caches only what it is told to, and a tick of few calls would only pay for it. */
  @Test
  void claudeIsToldToCacheWhatManyCallsShare() {
    for (var other : List.of("wandb", "groq", "openai")) {
      arena.choose(other, "enabled = false");
    }
    var cached = "select sum(cached_tokens) from attempt where game_id = ? and outcome = 'OK'";
    var few = game(6, 2);
    tick(few, "t1", 6);
    assertThat(arena.number(cached, few)).isZero();
    var many = game(6, 2);
    change(many, "{\"width\": 1}");
    tick(many, "t1", 6);
    assertThat(arena.number(cached, many)).isPositive();
    arena
        .tick(many, "t1")
        .body("ticks[0].inference.cachedTokens", equalTo((int) arena.number(cached, many)));
    assertReconciled(many);
    var handle = arena.rows("select handle from agent where game_id = ?", many).getFirst();
    given()
        .header("Authorization", "Bearer dev-admin")
        .accept(ContentType.HTML)
        .get("/console/ticks/1/turns/%s?game=%s".formatted(handle, many))
        .then()
        .statusCode(200)
        .body(containsString(" cached), "))
        .body(containsString("the agent's share of a call for 2 agents"));
  }

  private Thinker.Session session(Tick tick, World.State world) {
    return new Thinker.Session(
        tick,
        world,
        new Prompt(world, tick, world.sharedBriefing(), config),
        guardrails.of(tick),
        gameBudgets.of(tick, List.of()),
        TickVariants.NONE,
        settings.at(tick.settingsVersion()),
        chainCandidates.candidates(settings.at(tick.settingsVersion())),
        new ThinkingTime(
            time.instant().plusSeconds(30),
            new GracefulShutdown(new InFlightTurns(), Duration.ZERO, time),
            () -> false,
            time),
        TickListener.Run.NOBODY);
  }

  private Tick begin(String game) {
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    var trigger = new Trigger(game, "t1", now, Duration.ofSeconds(60));
    return ((LeaseGrant.Run) lease.ask(trigger, now.plusSeconds(60))).tick();
  }

  @Test
  void aCallOfADeadRunnerIsOneOrphanThatTheAgentsShare() {
    var game = game(5, 5);
    var tick = begin(game);
    var session = session(tick, plan.run(tick));
    var batch = batches.of(session, turns.due(tick), Map.of(), false).getFirst();
    var atMost = worstCaseCosts.of(session, batch);
    turns.markAsking(tick, batch.asking(atMost));
    assertThat(arena.number("select count(distinct call_id) from turn where game_id = ?", game))
        .isEqualTo(1);
    var outcome = batchThinker.think(session, batch);
    arena.change(
        "update game set lease_until = clock_timestamp() - interval '1 second' where id = ?", game);
    tick(game, "t1", 5);
    assertThat(arena.orphans(game)).isEqualTo(1);
    assertThat(
            arena.number(
                "select at_most_nano from attempt where game_id = ? and outcome = 'ORPHANED'",
                game))
        .isEqualTo(atMost.atMost().value())
        .isEqualTo(
            arena.number(
                "select sum(at_most_nano) from agent_attempt where game_id = ? and outcome = 'ORPHANED'",
                game));

    assertThat(journal.write(tick, List.of(outcome.group()))).isFalse();
    assertThat(arena.orphans(game)).as("the real attempt takes its place").isZero();
    assertThat(
            arena.rows(
                "select distinct outcome || agents from agent_attempt where game_id = ? order by 1",
                game))
        .containsExactly("LATE5", "OK5");
  }
}
