package dev.ziggurat.memory;

import static dev.ziggurat.memory.Scripted.HERO;
import static dev.ziggurat.memory.Scripted.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.PgvectorServer;
import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.CountedExecutions;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.settings.Settings;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which memories prompts show where a database compares vectors, and what the vectors cost. */
@QuarkusTest
@Tag("full")
class MemoryEmbeddingsTest {

  private static final String SMALL = "text-embedding-3-small";
  private static final String LARGE = "text-embedding-3-large";

  @Inject Arena arena;
  @Inject Recall recall;
  @Inject MemoryEmbeddings embeddings;
  @Inject Settings settings;
  @Inject Budgets budgets;
  @Inject CountedExecutions executions;
  @Inject InstantSource time;

  @BeforeEach
  void calm() {
    PgvectorServer.assume();
    arena.calm();
  }

  @AfterEach
  void forget() {
    arena.calm();
  }

  private String game(int agents) {
    var game = arena.game(agents);
    uses(game, SMALL);
    return game;
  }

  private static void uses(String game, String model) {
    admin()
        .body("{\"memory\": {\"embeddingModel\": \"%s\"}}".formatted(model))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200)
        .body("memory.embeddingModel", equalTo(model));
  }

  private void tick(String game, int number) {
    arena
        .tick(game, "tick " + number)
        .statusCode(200)
        .body("ticks[0].tick", equalTo(number))
        .body("ticks[0].outcome", equalTo("completed"));
  }

  private static ValidatableResponse outcome(String game) {
    return admin().get("/api/games/" + game + "/memory/embeddings").then().statusCode(200);
  }

  private long vectors(String game, String model) {
    return arena.number(
        """
        select count(*) from memory_vector join memory_entry on entry_id = id
        where game_id = ? and embedding_model = ? and text_md5 = md5(text)::uuid and dimensions > 0""",
        game,
        model);
  }

  private long entries(String game) {
    return arena.number(
        "select count(*) from memory_entry where game_id = ? and deleted_at is null", game);
  }

  private List<String> calls(String game) {
    return arena.rows(
        """
        select tick || ' ' || provider || ' ' || model_asked || ' ' || outcome || ' ' || (cost_nano > 0)
        from attempt where game_id = ? and source = 'memory' and handle is null order by at""",
        game);
  }

  private void remember(String game, String sql) {
    arena.change(
        "insert into memory_entry (game_id, handle, tick, kind, text, importance) " + sql,
        game,
        HERO);
  }

  private void vector(String game, int tick, String model, String vector) {
    arena.change(
        """
        insert into memory_vector (entry_id, embedding_model, text_md5, dimensions, embedding)
        select id, ?, md5(text)::uuid, array_length(?::real[], 1), ?::real[] from memory_entry
        where game_id = ? and tick = ?""",
        model,
        vector,
        vector,
        game,
        tick);
  }

  private String recalled(String game, String briefing, float... vector) {
    return recall
        .of(
            game,
            401,
            Map.of(HERO, briefing),
            Map.of(HERO, Embedding.of(SMALL, vector).orElseThrow()),
            100)
        .get(HERO)
        .text();
  }

  @Test
  void theNearestEntryIsFoundHoweverOldItIs() {
    var game = arena.game(1);
    remember(
        game, "select ?, ?, n, 'turn', 'did: hold ' || n, 3 from generate_series(1, 400) as n");
    for (var tick = 300; tick <= 400; tick++) {
      vector(game, tick, SMALL, "{0,0,1}");
    }
    vector(game, 5, SMALL, "{0.8,0.6,0}");
    assertThat(recalled(game, "unlike all", 1, 0, 0)).contains("tick 5:");
    assertThat(recalled(game, "unlike all", 0, 0, 1)).doesNotContain("tick 5:");
    assertThat(recalled(game, "unlike all", 1, 0, 0, 0)).as("of other length").contains("tick 400");
    assertThat(recalled(game, "unlike all", 1, 0, 0, 0)).doesNotContain("tick 5:");

    arena.change("update memory_vector set embedding_model = ? where dimensions = 3", LARGE);
    assertThat(recalled(game, "unlike all", 1, 0, 0))
        .as("of another model")
        .doesNotContain("tick 5:");
    arena.change("update memory_vector set embedding_model = ? where dimensions = 3", SMALL);
    arena.change("update memory_entry set text = 'other' where game_id = ? and tick = 5", game);
    assertThat(recalled(game, "unlike all", 1, 0, 0))
        .as("of the former text")
        .doesNotContain("tick 5:");
  }

  @Test
  void anEntryWithoutVectorIsFoundByItsWords() {
    var game = arena.game(1);
    remember(
        game, "select ?, ?, n, 'turn', 'did: hold ' || n, 3 from generate_series(1, 399) as n");
    remember(game, "values (?, ?, 7, 'note', 'the zephyrite mine collapsed', 3)");
    vector(game, 399, SMALL, "{1,0,0}");
    assertThat(recalled(game, "news of zephyrite", 1, 0, 0)).contains("zephyrite", "tick 399");
    assertThat(recalled(game, "news of harvests", 1, 0, 0)).doesNotContain("zephyrite");
  }

  @Test
  void aShardIsRecalledByOneStatement() {
    var game = arena.game(40);
    arena.change(
        """
        insert into memory_entry (game_id, handle, tick, kind, text, importance)
        select game_id, handle, 1, 'note', 'hold on', 3 from agent where game_id = ?""",
        game);
    vector(game, 1, SMALL, "{1,0}");
    var handles = arena.rows("select handle from agent where game_id = ?", game);
    var vector = Embedding.of(SMALL, new float[] {1, 0}).orElseThrow();
    var before = executions.count();
    var recalled =
        recall.of(
            game,
            2,
            handles.stream().collect(Collectors.toMap(handle -> handle, _ -> "words")),
            handles.stream().skip(1).collect(Collectors.toMap(handle -> handle, _ -> vector)),
            400);
    assertThat(executions.count() - before).isEqualTo(1);
    assertThat(recalled).hasSize(40);
  }

  @Test
  void entriesAreEmbeddedAfterTheTickAndBriefingsByOneCall() {
    var game = game(6);
    tick(game, 1);
    assertThat(entries(game)).isEqualTo(6);
    assertThat(vectors(game, SMALL)).isEqualTo(6);
    assertThat(calls(game)).hasSize(2).containsOnly("1 openai " + SMALL + " OK true");
    tick(game, 2);
    assertThat(vectors(game, SMALL)).isEqualTo(12);
    assertThat(calls(game)).hasSize(4);
    outcome(game)
        .body("embedded", equalTo(12))
        .body("failed", equalTo(0))
        .body("failure", nullValue())
        .body("fallback", nullValue());
    assertThat(arena.number("select count(*) from memory_embedding_call where game_id = ?", game))
        .isZero();
    assertThat(arena.rows("select briefing from turn where game_id = ? and tick = 2", game))
        .allMatch(briefing -> briefing.contains("What you remember"));
    budgets.flush();
    assertThat(
            arena.number(
                "select spent + held from budget where id like 'game/' || ? || '/____-__-__'",
                game))
        .isEqualTo(arena.number("select sum(cost_nano) from attempt where game_id = ?", game));
  }

  @Test
  void editedTextsAndThoseOfAnotherModelAreEmbeddedAnew() {
    var game = game(1);
    tick(game, 1);
    var path = "/api/games/" + game + "/agents/" + HERO + "/memories/";
    String id = admin().get(path).then().extract().path("items[0].id");
    var ofEntry = "select count(*) from memory_vector where entry_id = ?::uuid";
    admin().body("{\"importance\": 9}").patch(path + id).then().statusCode(200);
    assertThat(arena.number(ofEntry, id)).as("of the same text").isEqualTo(1);
    admin().body("{\"text\": \"I was not there\"}").patch(path + id).then().statusCode(200);
    assertThat(arena.number(ofEntry, id)).isZero();
    tick(game, 2);
    assertThat(vectors(game, SMALL)).isEqualTo(2);
    uses(game, LARGE);
    tick(game, 3);
    assertThat(vectors(game, LARGE)).isEqualTo(3);
    assertThat(vectors(game, SMALL)).isZero();
    admin().delete(path + id).then().statusCode(204);
    assertThat(arena.number(ofEntry, id)).isZero();
    tick(game, 4);
    assertThat(arena.number(ofEntry, id)).as("a deleted text is gone").isZero();
  }

  @Test
  void whatFailedIsDoneAfterTheNextTick() {
    var game = game(3);
    arena.faults("{\"openai\": {\"status\": 401}}");
    tick(game, 1);
    assertThat(vectors(game, SMALL)).isZero();
    outcome(game)
        .body("embedded", equalTo(0))
        .body("failed", equalTo(3))
        .body("failure", notNullValue())
        .body("fallback", containsString("openai"))
        .body("fallbackSince", notNullValue());
    arena.calm();
    tick(game, 2);
    assertThat(vectors(game, SMALL)).isEqualTo(6);
    outcome(game)
        .body("embedded", equalTo(6))
        .body("failed", equalTo(3))
        .body("failure", nullValue())
        .body("fallback", nullValue())
        .body("fallbackSince", nullValue());
  }

  @Test
  void withoutBudgetNothingIsEmbedded() {
    var game = game(2);
    tick(game, 1);
    var before = vectors(game, SMALL);
    arena.change("update agent set cadence = 1000 where game_id = ?", game);
    remember(game, "values (?, ?, 1, 'note', 'one more', 3)");
    admin()
        .body("{\"budget\": {\"day\": {\"hardUsd\": \"0.000000001\"}}}")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    tick(game, 2);
    assertThat(vectors(game, SMALL)).isEqualTo(before).isPositive();
    outcome(game)
        .body("failed", equalTo(1))
        .body("failure", containsString("the game's budget of the day"));
    assertThat(
            arena.number(
                "select coalesce(sum(cost_nano), 0) from attempt where game_id = ? and tick = 2",
                game))
        .isZero();
  }

  private static void checks(String game, String guardrail) {
    admin()
        .body("{\"guardrails\": [%s]}".formatted(guardrail))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
  }

  @Test
  void guardrailsCheckWhatIsEmbedded() {
    var game = game(1);
    checks(
        game,
        """
        {"kind": "pattern", "name": "secrets", "on": "request", "pattern": "secret \\\\w+", "replacement": "[S]"}""");
    remember(game, "values (?, ?, 0, 'note', 'the secret alpha', 3)");
    remember(game, "values (?, ?, 0, 'note', 'the secret beta', 3)");
    tick(game, 1);
    assertThat(vectors(game, SMALL)).isEqualTo(3);
    assertThat(
            arena.number(
                """
                select count(distinct embedding) from memory_vector join memory_entry on entry_id = id
                where game_id = ? and kind = 'note'""",
                game))
        .isEqualTo(1);
  }

  @Test
  void whereEachPromptNeedsAVerdictNothingIsEmbedded() {
    var game = game(1);
    checks(
        game,
        """
        {"kind": "moderation", "on": "request", "model": "groq/openai/gpt-oss-20b"}""");
    tick(game, 1);
    assertThat(vectors(game, SMALL)).isZero();
    assertThat(calls(game)).isEmpty();
    outcome(game).body("embedded", equalTo(0)).body("fallback", containsString("guardrails"));
    admin().body("{\"guardrails\": []}").patch("/api/games/" + game).then().statusCode(200);
    tick(game, 2);
    assertThat(vectors(game, SMALL)).isEqualTo(2);
  }

  @Test
  void theCallOfADeadProcessIsOrphanedAtItsMaximum() {
    var game = game(1);
    arena.change(
        """
        insert into memory_embedding_call (call_id, game_id, tick, purpose, asked_at, answer_until,
          asking_provider, asking_model, asking_at_most_nano, asking_price_known, asking_simulated)
        values (gen_random_uuid(), ?, 1, 'entries', now() - interval '1 hour', now() - interval '1 hour',
          'openai', ?, 1234, true, false)""",
        game,
        SMALL);
    tick(game, 1);
    assertThat(
            arena.rows(
                "select at_most_nano || ' ' || source from attempt where game_id = ? and outcome = 'ORPHANED'",
                game))
        .containsExactly("1234 memory");
    assertThat(vectors(game, SMALL)).as("its claim is gone").isEqualTo(1);
  }

  @Test
  void twoProcessesEmbedAnEntryOnce() throws Exception {
    var game = arena.game(1);
    remember(game, "select ?, ?, n, 'note', 'note ' || n, 3 from generate_series(1, 250) as n");
    var terms =
        new EmbeddingTerms(
            game,
            1,
            SMALL,
            settings.at(settings.newestVersion()),
            _ -> true,
            Optional.empty(),
            text -> text.equals("note 7") ? Optional.empty() : Optional.of(text),
            _ -> List.of());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var runs = List.of(threads.submit(() -> embed(terms)), threads.submit(() -> embed(terms)));
      for (var run : runs) {
        assertThat(run.get()).isTrue();
      }
    }
    embed(terms);
    assertThat(vectors(game, SMALL)).isEqualTo(249);
    outcome(game).body("embedded", equalTo(249));
    assertThat(calls(game)).as("of at most 100 entries").hasSize(3);
  }

  private boolean embed(EmbeddingTerms terms) {
    return embeddings.embed(terms, () -> time.instant().plus(Duration.ofMinutes(1)), () -> false);
  }
}
