package dev.ziggurat.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.SseListener;
import dev.ziggurat.chain.CooldownReset;
import dev.ziggurat.db.CountedExecutions;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens is heard by whoever listens, once and in order. */
@QuarkusTest
@TestProfile(Hurried.class)
class LiveTest {

  private static final int AGENTS = 5;

  @Inject Arena arena;
  @Inject CooldownReset cooldownReset;
  @Inject DataSource dataSource;
  @Inject CountedExecutions executions;

  @TestHTTPResource("/api/admin/events")
  String address;

  private final List<SseListener> ears = new ArrayList<>();

  @BeforeEach
  void calm() {
    arena.calm();
  }

  @AfterEach
  void closeEars() {
    ears.forEach(SseListener::close);
    arena.calm();
  }

  private SseListener listen() {
    var sseListener = listen("", null);
    sseListener.awaitId();
    return sseListener;
  }

  private SseListener listen(String query, String lastId) {
    var sseListener = SseListener.at(address + query, "dev-viewer", lastId);
    ears.add(sseListener);
    return sseListener;
  }

  @Test
  void aTickIsToldFromItsStartToItsEnd() {
    var game = arena.game(AGENTS);
    arena.faults("{\"wandb\":{\"garbage\":true}}");
    var sseListener = listen();
    arena.tick(game, "told").statusCode(200);
    sseListener.await("tick-closed", 1);

    assertThat(sseListener.heard().stream().map(SseListener.Heard::type).distinct().toList())
        .startsWith("tick-started")
        .endsWith("tick-closed")
        .contains("turn-thought", "fail-over", "turn-applied");
    assertThat(sseListener.heard()).allMatch(each -> each.text("game").equals(game));
    assertThat(sseListener.heard("turn-thought"))
        .hasSize(AGENTS)
        .allMatch(each -> each.text("outcome").equals("thought"))
        .allMatch(each -> each.text("provider").equals("groq"));
    assertThat(sseListener.heard("fail-over"))
        .hasSize(AGENTS)
        .allMatch(each -> each.text("failed").equals("wandb"))
        .allMatch(each -> each.text("outcome").equals("BADJSON"))
        .allMatch(each -> each.text("provider").equals("groq"));
    assertThat(sseListener.heard("turn-applied")).hasSize(AGENTS);
    assertThat(
            sseListener.heard("turn-applied").stream()
                .mapToInt(each -> each.data().path("actions").size())
                .sum())
        .isPositive();
    assertThat(handles(sseListener, "turn-applied")).hasSize(AGENTS);
    assertThat(sseListener.heard("tick-closed").getFirst().text("outcome")).isEqualTo("completed");
    assertThat(Instant.parse(sseListener.heard("tick-started").getFirst().text("at")))
        .isBefore(Instant.parse(sseListener.heard("tick-closed").getFirst().text("at")));
    assertThat(sseListener.unknownFields()).isEmpty();
  }

  @Test
  void anAnswerInsteadOfASkippedProviderIsAFailOverToo() {
    var game = arena.game(AGENTS);
    arena.faults("{\"wandb\":{\"status\":401}}");
    arena.tick(game, "cools down").statusCode(200);
    var sseListener = listen();
    arena.tick(game, "skipped").statusCode(200);
    sseListener.await("tick-closed", 1);
    assertThat(sseListener.heard("fail-over"))
        .hasSize(AGENTS)
        .allMatch(each -> each.text("failed").equals("wandb"))
        .allMatch(each -> each.text("outcome").equals("SKIPPED"))
        .allMatch(each -> each.text("reason").startsWith("cooling down"));
  }

  private static List<String> handles(SseListener sseListener, String type) {
    return sseListener.heard(type).stream().map(each -> each.text("handle")).distinct().toList();
  }

  @Test
  void whoComesBackIsToldWhatItMissedAndNothingTwice() {
    var game = arena.game(AGENTS);
    var first = listen();
    arena.tick(game, "heard").statusCode(200);
    first.await("tick-closed", 1);
    var id = first.awaitId();
    first.close();
    arena.tick(game, "missed").statusCode(200);

    var second = listen("", id);
    second.await("tick-closed", 1);
    arena.tick(game, "heard again").statusCode(200);
    second.await("tick-closed", 2);
    assertThat(
            second.heard().stream()
                .collect(
                    Collectors.groupingBy(
                        each -> each.text("tick") + " " + each.type(), Collectors.counting())))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "2 tick-started", 1L,
                "2 turn-thought", 5L,
                "2 turn-applied", 5L,
                "2 tick-closed", 1L,
                "3 tick-started", 1L,
                "3 turn-thought", 5L,
                "3 turn-applied", 5L,
                "3 tick-closed", 1L));
  }

  /** A clock would have gone on without it. */
  @Test
  void whatCommitsLateIsToldOnce() throws SQLException {
    var game = arena.game(AGENTS);
    var sseListener = listen();
    var before = sseListener.awaitId();
    try (var connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        failOver(statement, "late");
        arena.tick(game, "meanwhile").statusCode(200);
        sseListener.await("tick-closed", 1);
        var between = sseListener.awaitId();
        assertThat(sseListener.heard("fail-over")).isEmpty();
        connection.commit();

        sseListener.await("fail-over", 1);
        var again = listen("", between);
        assertThat(again.await("fail-over", 1).getFirst().text("handle")).isEqualTo("late");
        arena.tick(game, "afterwards").statusCode(200);
        again.await("tick-closed", 1);
        sseListener.await("tick-closed", 2);
        assertThat(again.heard("fail-over")).hasSize(1);
        assertThat(again.heard("tick-started")).hasSize(1);
        assertThat(sseListener.heard("fail-over")).hasSize(1);
        var all = listen("", before);
        all.await("tick-closed", 2);
        assertThat(all.heard("fail-over")).hasSize(1);
      }
    }
  }

  private static void failOver(Statement statement, String handle) throws SQLException {
    for (var ordinal = 0; ordinal < 2; ordinal++) {
      statement.execute(
          """
          insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
            model_asked, outcome, latency_millis, price_known, simulated)
          values ('%s', md5('%s')::uuid, %d, now() - interval '1 hour', 'tick', 'elsewhere', 1, '%s', '%s',
            'm', '%s', 1, true, true)
          """
              .formatted(
                  UUID.randomUUID(),
                  handle,
                  ordinal,
                  handle,
                  ordinal == 0 ? "wandb" : "groq",
                  ordinal == 0 ? "RATE" : "OK"));
    }
  }

  @Test
  void oneGameCanBeListenedToAlone() {
    var one = arena.game(AGENTS);
    var other = arena.game(AGENTS);
    var sseListener = listen("?game=" + one, null);
    sseListener.awaitId();
    arena.tick(other, "unheard").statusCode(200);
    arena.tick(one, "heard").statusCode(200);
    sseListener.await("tick-closed", 1);
    assertThat(sseListener.heard()).allMatch(each -> each.text("game").equals(one));
  }

  @Test
  void providersGoingDownAndUpAndOtherSettingsAreTold() {
    var game = arena.game(1);
    var sseListener = listen();
    arena.faults("{\"wandb\":{\"status\":401}}");
    arena.tick(game, "rejected").statusCode(200);
    var down = sseListener.await("provider-down", 1).getFirst();
    assertThat(down.text("provider")).isEqualTo("wandb");
    assertThat(down.text("outcome")).isEqualTo("AUTH");
    assertThat(Instant.parse(down.text("until"))).isAfter(Instant.now());

    arena.change("update cooldown set until = clock_timestamp() + interval '300 milliseconds'");
    assertThat(sseListener.await("provider-up", 1).getFirst().text("provider")).isEqualTo("wandb");

    arena.change("delete from cooldown");
    cooldownReset.reset(Optional.empty(), _ -> {});
    arena.tick(game, "rejected again").statusCode(200);
    sseListener.await("provider-down", 2);
    cooldownReset.reset(Optional.empty(), _ -> {});
    sseListener.await("provider-up", 2);

    arena.change("update system_settings set version = version + 1");
    var version = arena.number("select version from system_settings");
    assertThat(sseListener.await("settings-changed", 1).getFirst().data().path("version").asLong())
        .isEqualTo(version);
    assertThat(sseListener.heard("provider-up")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "1-1-5:3:",
        "1-1-5:9:7,6",
        "1-1-5:9:,",
        "1-1-0:0:",
        "99999999999999999-1-999999999999999999:999999999999999999:",
        "1-1-1:1:",
        "9999999999999999-1-1:1:"
      })
  void whoComesFromNowhereLooksAnew(String id) {
    var sseListener = listen("", id);
    assertThat(sseListener.await("reset", 1).getFirst().text("reason")).isNotEmpty();
    var game = arena.game(1);
    arena.tick(game, "afterwards").statusCode(200);
    sseListener.await("tick-closed", 1);
    assertThat(sseListener.heard("reset")).hasSize(1);
  }

  @Test
  void whoMissedTooMuchLooksAnew() {
    var sseListener = listen();
    var id = sseListener.awaitId();
    sseListener.close();
    var game = arena.game(60);
    arena.tick(game, "large").statusCode(200);
    var back = listen("", id);
    assertThat(back.await("reset", 1).getFirst().text("reason")).contains("too many events");
  }

  @Test
  void placesAreBoundedAndGivenBack() {
    for (var i = 0; i < 3; i++) {
      listen();
    }
    var fourth = listen("", null);
    assertThat(fourth.status()).isEqualTo(503);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/admin/events")
        .then()
        .statusCode(503)
        .contentType("application/problem+json");
    ears.getFirst().close();
    await()
        .untilAsserted(
            () -> {
              var next = SseListener.at(address, "dev-viewer", null);
              ears.add(next);
              assertThat(next.status()).isEqualTo(200);
            });
  }

  @Test
  void nothingIsReadWhenNobodyListens() {
    var sseListener = listen();
    var before = executions.count();
    await().until(() -> executions.count() > before + 3);
    ears.forEach(SseListener::close);
    await()
        .during(Duration.ofMillis(600))
        .atMost(20, TimeUnit.SECONDS)
        .until(
            new Callable<>() {
              private double last = executions.count();

              @Override
              public Boolean call() {
                var now = executions.count();
                var quiet = now == last;
                last = now;
                return quiet;
              }
            });
    assertThat(sseListener.heard()).isEmpty();
  }

  @Test
  void onlyViewersListen() {
    given().get("/api/admin/events").then().statusCode(401);
    given()
        .header("Authorization", "Bearer dev-cron")
        .get("/api/admin/events")
        .then()
        .statusCode(403);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/api/admin/events?game=atlantis")
        .then()
        .statusCode(404);
    given()
        .header("Authorization", "Bearer dev-viewer")
        .head("/api/admin/events")
        .then()
        .statusCode(200);
  }
}
