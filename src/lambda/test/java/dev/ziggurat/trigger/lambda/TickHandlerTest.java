package dev.ziggurat.trigger.lambda;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import dev.ziggurat.Arena;
import dev.ziggurat.db.Database;
import dev.ziggurat.function.MigratedDatabase;
import dev.ziggurat.function.RuntimeApi;
import dev.ziggurat.function.SilentIssuer;
import dev.ziggurat.function.Tripwire;
import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The function as AWS invokes it: an event in, the reports of its ticks out. */
@QuarkusTest
@QuarkusTestResource(MigratedDatabase.class)
@QuarkusTestResource(SilentIssuer.class)
@QuarkusTestResource(TickSettings.class)
@QuarkusTestResource(RuntimeApi.class)
@QuarkusTestResource(SimulatorResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TickHandlerTest {

  private static final String ALL_DOWN =
      """
      {"wandb": {"status": 503}, "groq": {"status": 503},
       "claude": {"status": 529}, "openai": {"status": 500}}
      """;

  private static final Map<String, Integer> connectionsAtFirst = new HashMap<>();

  @Inject Arena arena;
  @Inject Database database;

  @ConfigProperty(name = SimulatorResource.PORT)
  int simulatorPort;

  @ConfigProperty(name = "quarkus.http.test-port", defaultValue = "8081")
  int httpPort;

  /** A start alone has asked nobody anything: neither the database nor an issuer nor a provider. */
  @Test
  @Order(1)
  void isColdUntilItIsAsked() {
    assertThat(connectionsAtFirst).isEqualTo(Map.of("database", 0, "issuer", 0, "providers", 0));
    assertThat(invokeWithin("30000", scheduled("2026-11-20T10:14:00Z")).extract().statusCode())
        .isEqualTo(200);
    assertThat(Tripwire.connections(MigratedDatabase.TRIPWIRE)).isBetween(1, 2);
  }

  @BeforeEach
  void begin() {
    if (connectionsAtFirst.isEmpty()) {
      for (var server :
          List.of(MigratedDatabase.TRIPWIRE, SilentIssuer.TRIPWIRE, SimulatorResource.TRIPWIRE)) {
        connectionsAtFirst.put(server, Tripwire.connections(server));
      }
    }
    RestAssured.port = simulatorPort;
    arena.calm();
    database.update("update game set state = 'paused'", statement -> {});
  }

  @AfterEach
  void forget() {
    RestAssured.reset();
  }

  @Test
  void ticksEveryRunningGameForAScheduleOfEventBridge() {
    var games = Stream.of(arena.game(3), arena.game(2)).sorted().toList();
    invoke(scheduled("2026-11-20T10:15:00Z"))
        .statusCode(200)
        .body("ticks", hasSize(2))
        .body("ticks.game", equalTo(games))
        .body("ticks.outcome", equalTo(List.of("completed", "completed")))
        .body("ticks.slot", equalTo(List.of("2026-11-20T10:15:00Z", "2026-11-20T10:15:00Z")))
        .body("ticks.turns.applied.sum()", equalTo(5))
        .body("ticks[0].running", equalTo(false))
        .body("ticks[0].inference.byProvider.wandb", greaterThan(0))
        .body("ticks[0].inference.simulated", equalTo(false))
        .body("ticks[0].digest", matchesPattern("[0-9a-f]{64}"));
    assertThat(keys(games.getFirst())).containsExactly("2026-11-20T10:15:00Z");
  }

  @Test
  void ticksForTheSchedulerOfEventBridge() {
    var game = arena.game(1);
    invoke(
            """
            {"version": "0", "detail-type": "Scheduled Event", "source": "aws.scheduler",
             "time": "2026-11-20T10:16:00Z", "detail": "{}", "game": "%s"}
            """
                .formatted(game))
        .statusCode(200)
        .body("ticks", hasSize(1))
        .body("ticks[0].game", equalTo(game))
        .body("ticks[0].slot", equalTo("2026-11-20T10:16:00Z"))
        .body("ticks[0].outcome", equalTo("completed"));
  }

  @Test
  void ticksOneGameAtOneSlot() {
    var game = arena.game(1);
    arena.game(1);
    invoke("{'game': '%s', 'slot': '2026-11-20T11:15:00.25+01:00'}", game)
        .statusCode(200)
        .body("ticks", hasSize(1))
        .body("ticks[0].game", equalTo(game))
        .body("ticks[0].slot", equalTo("2026-11-20T10:15:00.250Z"))
        .body("ticks[0].outcome", equalTo("completed"));
    assertThat(keys(game)).containsExactly("2026-11-20T10:15:00.250Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null"})
  void ticksEveryRunningGameNowForAnEmptyEvent(String event) {
    var game = arena.game(1);
    var before = Instant.now();
    var slot =
        Instant.parse(
            invoke(event)
                .statusCode(200)
                .body("ticks", hasSize(1))
                .body("ticks[0].game", equalTo(game))
                .body("ticks[0].outcome", equalTo("completed"))
                .extract()
                .<String>path("ticks[0].slot"));
    assertThat(slot)
        .isBetween(before.minus(Duration.ofMinutes(1)), Instant.now())
        .matches(instant -> instant.getEpochSecond() % 60 == 0 && instant.getNano() == 0);
  }

  @Test
  void ticksOncePerKey() {
    var game = arena.game(1);
    invoke("{'game': '%s', 'key': 'mine'}", game).body("ticks[0].outcome", equalTo("completed"));
    invoke("{'game': '%s', 'key': 'mine'}", game).body("ticks[0].outcome", equalTo("duplicate"));
    invoke("{'game': '%s', 'key': 'other'}", game).body("ticks[0].outcome", equalTo("completed"));
    assertThat(keys(game)).containsExactly("mine", "other");
  }

  @Test
  void answersAnEventThatCameTwiceWithItsTicksReport() {
    var game = arena.game(2);
    var event = scheduled("2026-11-20T10:17:00Z");
    var digest =
        invoke(event).body("ticks[0].tick", equalTo(1)).extract().<String>path("ticks[0].digest");
    invoke(event)
        .statusCode(200)
        .body("ticks", hasSize(1))
        .body("ticks[0].tick", equalTo(1))
        .body("ticks[0].outcome", equalTo("duplicate"))
        .body("ticks[0].turns.applied", equalTo(2))
        .body("ticks[0].digest", equalTo(digest));
    assertThat(keys(game)).hasSize(1);
  }

  @Test
  void skipsWhileAnotherRunnerHoldsTheLease() {
    var game = arena.game(1);
    database.update(
        "update game set lease_until = clock_timestamp() + interval '1 minute' where id = :game",
        parameters -> parameters.setString("game", game));
    invoke(scheduled("2026-11-20T10:18:00Z"))
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("skipped"))
        .body("ticks[0].running", equalTo(true))
        .body("ticks[0].reason", containsString("is running"));
    assertThat(keys(game)).isEmpty();
  }

  @Test
  void skipsAPausedGame() {
    var game = arena.game(1);
    database.update("update game set state = 'paused'", statement -> {});
    invoke("{'game': '%s'}", game)
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("skipped"))
        .body("ticks[0].reason", equalTo("the game is paused"));
    invoke("{}").statusCode(200).body("ticks", hasSize(0));
  }

  @Test
  void skipsWhenHardlyAnyTimeIsLeft() {
    var game = arena.game(1);
    invokeWithin("2000", scheduled("2026-11-20T10:19:00Z"))
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("skipped"))
        .body("ticks[0].tick", nullValue())
        .body("ticks[0].running", equalTo(false))
        .body(
            "ticks[0].reason",
            allOf(containsString("ms are left"), containsString("ziggurat.tick.least-budget")));
    assertThat(keys(game)).isEmpty();
    assertThat(arena.number("select epoch from game where id = ?", game)).isZero();
  }

  @Test
  void thinksForTwoThirdsOfAShortBudgetHoweverLongTheReserve() {
    arena.game(4);
    invokeWithin("9000", scheduled("2026-11-20T10:20:00Z"))
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"));
  }

  @Test
  void takesTheConfiguredBudgetWhereTheRuntimeSendsNoDeadline() {
    arena.game(1);
    invokeWithin("none", scheduled("2026-11-20T10:21:00Z"))
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"));
  }

  @Test
  void countsTheTimeAGameWaitedForItsPlace() {
    for (var game = 0; game < 17; game++) {
      arena.game(1);
    }
    arena.faults("{\"wandb\": {\"latencyMillis\": 1600}}");
    var started = System.nanoTime();
    var outcomes =
        invokeWithin("5600", "{\"slot\": \"2026-11-20T10:22:00Z\"}")
            .statusCode(200)
            .body("ticks", hasSize(17))
            .extract()
            .<List<String>>path("ticks.outcome");
    // Eight at once, 1.6 s each: the third lot would begin with less than two seconds left.
    assertThat(outcomes).filteredOn("completed"::equals).hasSizeGreaterThanOrEqualTo(8);
    assertThat(outcomes).filteredOn("skipped"::equals).isNotEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMillis(5600));
  }

  @Test
  void failsAScheduledEventWhoseTickFailedSoThatLambdaSendsItAgain() {
    var game = arena.game(2);
    var event = scheduled("2026-11-20T10:23:00Z");
    arena.faults(ALL_DOWN);
    invoke(event)
        .statusCode(500)
        .body("errorType", endsWith("TickFailed"))
        .body(
            "errorMessage",
            allOf(
                containsString("tick 1 of " + game + " failed"),
                containsString("wandb: "),
                containsString("groq: "),
                containsString("claude: "),
                containsString("openai: "),
                containsString("same event resumes it")));
    arena.calm();
    invoke(event)
        .statusCode(200)
        .body("ticks[0].tick", equalTo(1))
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(2));
  }

  @Test
  void takesMessagesOfAQueueAndAnswersWhichAreToComeAgain() {
    var one = arena.game(1);
    var two = arena.game(1);
    var bystander = arena.game(1);
    invokeWithin(
            "30000",
            messages(
                "{\"game\": \"" + one + "\", \"key\": \"m1\"}",
                "{\"game\": \"atlantis\"}",
                "no JSON",
                "{\"gaem\": \"" + two + "\"}",
                " ",
                "{\"game\": \"" + two + "\", \"key\": \"m6\"}"))
        .statusCode(200)
        .body("batchItemFailures.itemIdentifier", equalTo(List.of("id-2", "id-3", "id-4", "id-5")));
    assertThat(keys(one)).containsExactly("m1");
    assertThat(keys(two)).containsExactly("m6");
    assertThat(keys(bystander)).isEmpty();
  }

  @Test
  void aMessageWhoseTickFailedComesAgainAndResumesIt() {
    var game = arena.game(1);
    var message = messages("{\"game\": \"" + game + "\", \"key\": \"again\"}");
    arena.faults(ALL_DOWN);
    invokeWithin("30000", message)
        .statusCode(200)
        .body("batchItemFailures.itemIdentifier", equalTo(List.of("id-1")));
    arena.calm();
    invokeWithin("30000", message).statusCode(200).body("batchItemFailures", hasSize(0));
    assertThat(arena.rows("select outcome from tick where game_id = ?", game))
        .containsExactly("completed");
  }

  @Test
  void aScheduleThatComesLateDoesNotTurnTheClockBack() {
    var game = arena.game(1);
    invoke(scheduled("2026-11-29T10:00:00Z")).body("ticks[0].outcome", equalTo("completed"));
    invoke(scheduled("2026-11-01T10:00:00Z"))
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("skipped"))
        .body("ticks[0].reason", containsString("only grow"));
    assertThat(keys(game)).containsExactly("2026-11-29T10:00:00Z");
  }

  @Test
  void reportsAFailedTickToADirectCaller() {
    var game = arena.game(1);
    arena.faults(ALL_DOWN);
    invoke("{'game': '%s', 'slot': '2026-11-20T10:24:00Z'}", game)
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("failed"))
        .body("ticks[0].reason", allOf(containsString("wandb: "), containsString("openai: ")));
  }

  @Test
  void webhooksAreToldBeforeTheAnswer() throws Exception {
    var told = new CopyOnWriteArrayList<String>();
    var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/told",
        exchange -> {
          LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    try {
      var game = arena.game(1);
      arena.change(
          """
          insert into webhook (id, url, events, games, format, enabled, created_at, created_by)
          values (gen_random_uuid(), ?, '{tick.failed}', array[?], 'json', true, now(), 'test')""",
          "http://localhost:" + receiver.getAddress().getPort() + "/told",
          game);
      arena.faults(ALL_DOWN);
      invoke("{'game': '%s', 'slot': '2026-11-20T10:24:30Z'}", game)
          .statusCode(200)
          .body("ticks[0].outcome", equalTo("failed"));
      assertThat(told).singleElement().asString().contains("tick.failed", game);
      assertThat(arena.rows("select state from webhook_delivery")).containsExactly("delivered");
    } finally {
      arena.change("delete from webhook");
      receiver.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'slot': 'tomorrow'}        | slot: 'tomorrow' is not an RFC 3339 time",
        "{'slot': ''}                | slot: '' is not an RFC 3339 time",
        "{'slot': 5}                 | slot: '5' is not an RFC 3339 time",
        "{'slot': '2026-11-20'}      | slot: '2026-11-20' is not an RFC 3339 time",
        "{'time': 'now'}             | time: 'now' is not an RFC 3339 time",
        "{'key': ' '}                | key: must have 1 to 200 characters",
        "{'game': 'atlantis'}        | game: there is no game 'atlantis'",
        "{'game': ''}                | game: there is no game ''",
        "{'game': {}}                | game: must be a text, not an object",
        "{'game': {'id': 'babylon'}} | game: must be a text, not an object",
        "{'slot': ['a']}             | slot: must be a text, not a list",
        "{'gaem': 'babylon'}         | gaem: is unknown; an event has game, slot",
        "{'rawPath': '/'}            | rawPath: is unknown",
        "{'Records': []}             | Records: must be a list of SQS messages",
        "{'Records': {}}             | Records: must be a list of SQS messages",
        "{'Records': [{'Sns': {'Message': '{}'}}]}                   | Records: only messages of SQS",
        "{'Records': [{'eventSource': 'aws:kinesis', 'body': '{}'}]} | Records: only messages of SQS",
      })
  void refusesAMalformedEventNamingTheField(String event, String message) {
    arena.game(1);
    invoke(event).statusCode(500).body("errorMessage", containsString(message));
    assertThat(arena.number("select count(*) from game where state = 'running' and last_tick > 0"))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"tick\"", "7", "{\"game\": ", "<event/>", "[{'game': 'x'}]"})
  void refusesWhatIsNoEventAndGoesOn(String event) {
    var game = arena.game(1);
    invoke(event).statusCode(500).body("errorType", notNullValue());
    assertThat(keys(game)).isEmpty();
    invoke("{'game': '%s', 'key': 'after'}", game).body("ticks[0].outcome", equalTo("completed"));
  }

  /**
   * Lambda stops the process once the answer is out: by then every call is in the ledger by its
   * attempts, those that were cut off included.
   */
  @Test
  void hasAccountedForEveryCallWhenItAnswers() {
    var game = arena.game(6);
    arena.faults(
        """
        {"wandb": {"status": 503}, "groq": {"latencyMillis": 60000}, "claude": {"status": 529},
         "openai": {"latencyMillis": 60000}}
        """);
    invokeWithin("16000", scheduled("2026-11-20T10:25:00Z")).statusCode(500);
    var accounted =
        arena.number("select count(distinct handle) from attempt where game_id = ?", game);
    assertThat(accounted).isEqualTo(6);
    assertThat(arena.orphans(game)).isZero();
    assertThat(
            arena.number("select count(*) from turn where game_id = ? and state = 'asking'", game))
        .isZero();
  }

  /** A pooler lends a connection to another instance only if it holds nothing of ours. */
  @Test
  void leavesNothingInItsSessions() {
    arena.game(3);
    for (var minute = 30; minute < 40; minute++) {
      invoke(scheduled("2026-11-20T10:" + minute + ":00Z")).statusCode(200);
    }
    assertThat(
            arena.rows(
                """
                select 'prepared: ' || statement from pg_prepared_statements
                union all
                select 'set: ' || name from pg_settings where source = 'session'
                union all
                select 'table: ' || relname from pg_class
                where relpersistence = 't' and relnamespace = pg_my_temp_schema()
                union all
                select 'lock: ' || objid from pg_locks
                where locktype = 'advisory' and pid = pg_backend_pid()
                union all
                select 'cursor: ' || name from pg_cursors where is_holdable
                union all
                select 'channel: ' || channel from pg_listening_channels() as channel
                """))
        .isEmpty();
  }

  @Test
  void bindsNoHttpServer() {
    assertThatThrownBy(() -> new Socket("localhost", httpPort).close())
        .isInstanceOf(ConnectException.class);
  }

  /** A direct event, quotes for readability's sake single. */
  private ValidatableResponse invoke(String event, Object... parts) {
    return invokeWithin("30000", event.formatted(parts).replace('\'', '"'));
  }

  private static ValidatableResponse invokeWithin(String remainingMillis, String event) {
    return given()
        .port(RuntimeApi.eventServerPort())
        .contentType(ContentType.JSON)
        .header(RuntimeApi.REQUEST_ID, UUID.randomUUID() + "." + remainingMillis)
        .body(event)
        .post("/")
        .then();
  }

  /** The envelope of SQS, with ids from id-1. */
  private static String messages(String... bodies) {
    var json = JsonNodeFactory.instance;
    var records = json.arrayNode();
    for (var body : bodies) {
      records
          .addObject()
          .put("messageId", "id-" + records.size())
          .put("receiptHandle", "handle")
          .put("body", body)
          .put("eventSource", "aws:sqs")
          .put("eventSourceARN", "arn:aws:sqs:eu-central-1:123456789012:ticks")
          .put("awsRegion", "eu-central-1")
          .putObject("attributes")
          .put("ApproximateReceiveCount", "1");
    }
    return json.objectNode().set("Records", records).toString();
  }

  /** The event of an EventBridge rule with a schedule, whole. */
  private static String scheduled(String time) {
    return """
    {
      "version": "0",
      "id": "%s",
      "detail-type": "Scheduled Event",
      "source": "aws.events",
      "account": "123456789012",
      "time": "%s",
      "region": "eu-central-1",
      "resources": ["arn:aws:events:eu-central-1:123456789012:rule/ziggurat-minute"],
      "detail": {}
    }
    """
        .formatted(UUID.randomUUID(), time);
  }

  private List<String> keys(String game) {
    return arena.rows("select trigger_key from tick where game_id = ? order by number", game);
  }
}
