package dev.ziggurat.webhooks;

import static dev.ziggurat.webhooks.WebhookDesk.admin;
import static dev.ziggurat.webhooks.WebhookDesk.create;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.chain.ProviderAnswered;
import dev.ziggurat.chain.ProviderDown;
import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsChange;
import dev.ziggurat.settings.SettingsStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens is told to who asks for it, once. */
@QuarkusTest
class WebhookEventsTest {

  private static final String KEY = "secret of a webhook in tests";
  private static final String ALL_REJECT =
      """
      {"wandb": {"status": 400}, "groq": {"status": 400}, "claude": {"status": 400},
       "openai": {"status": 400}}""";

  @Inject Arena arena;
  @Inject Database database;
  @Inject Budgets budgets;
  @Inject SettingsStore settings;
  @Inject Settings current;
  @Inject Outbox outbox;
  @Inject EventTexts texts;
  @Inject WebhooksConfig config;
  @Inject WebhookDispatcher dispatcher;
  @Inject ProviderOutages outages;
  private WebhookReceiver receiver;

  @BeforeEach
  void start() {
    arena.calm();
    forget();
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void stop() {
    arena.calm();
    forget();
    receiver.close();
  }

  private void forget() {
    arena.change("delete from webhook");
    arena.change("delete from provider_outage");
    outages.refresh();
  }

  private List<JsonObject> told(int count) {
    await().untilAsserted(() -> assertThat(receiver.received).hasSizeGreaterThanOrEqualTo(count));
    return receiver.received.stream().map(WebhookReceiver.Request::event).toList();
  }

  /** Worked out here, not by what is tested. */
  private static String signature(WebhookReceiver.Request request) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      var signed = request.id() + "." + request.timestamp() + "." + request.body();
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void aFailedTickIsToldOnceSignedAndWithItsReason() {
    var game = arena.game(2);
    create(receiver.url(), "tick.failed", List.of(game));
    arena.faults(ALL_REJECT);
    arena.tick(game, "fails").statusCode(503);
    var event = told(1).getFirst();
    assertThat(event.getString("type")).isEqualTo("tick.failed");
    assertThat(event.getString("game")).isEqualTo(game);
    assertThat(event.getString("text")).startsWith("Tick 1 of " + game + " failed: ");
    assertThat(event.getString("url"))
        .isEqualTo("https://console.example/z/console/ticks/1?game=" + game);
    assertThat(event.getJsonObject("data").getInteger("tick")).isEqualTo(1);
    var request = receiver.received.getFirst();
    assertThat(request.signature()).isEqualTo(signature(request));
    assertThat(Instant.ofEpochSecond(Long.parseLong(request.timestamp())))
        .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));

    // The same tick, resumed by a retry, fails again; another game is none of its business.
    arena.tick(game, "fails").statusCode(503);
    arena.tick(arena.game(1), "fails too").statusCode(503);
    arena.tick(game, "the next").statusCode(503);
    await().until(() -> told(2).getLast().getJsonObject("data").getInteger("tick") == 2);
    assertThat(receiver.received).hasSize(2);
  }

  @Test
  void aChangeOfSettingsIsToldToSlackInWords() {
    System.setProperty("TEST_WEBHOOK_URL", receiver.url());
    try {
      create(
              Map.of(
                  "urlVariable",
                  "TEST_WEBHOOK_URL",
                  "events",
                  List.of("settings.changed"),
                  "format",
                  "slack"))
          .statusCode(201);
      var change =
          new SettingsChange(
              "groq.model",
              Optional.empty(),
              Optional.of("<!channel> & co @everyone http://evil.example/"));
      database.inTransaction(
          () -> settings.write(settings.lock().choices(), "Ada (admin token)", List.of(change)));
      var message = told(1).getFirst();
      assertThat(message.fieldNames()).containsExactly("text");
      assertThat(message.getString("text"))
          .startsWith("Ada (admin token) changed the settings")
          .contains("groq.model from nothing to &lt;!channel&gt; &amp; co @\u2060everyone")
          .contains("http:\u2060//evil.example/")
          .endsWith("<https://console.example/z/console/ai-models|Open the console>");
      assertThat(receiver.received.getFirst().signature()).isNull();
    } finally {
      System.clearProperty("TEST_WEBHOOK_URL");
    }
  }

  @Test
  void whatIsRolledBackWasNeverToBeTold() {
    var id = create(receiver.url(), "settings.changed");
    var change = new SettingsChange("wandb.enabled", Optional.empty(), Optional.of("true"));
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      var now = settings.lock();
                      settings.write(now.choices(), "test", List.of(change));
                      assertThat(waiting(id)).isEqualTo(1);
                      throw new IllegalStateException("on second thoughts");
                    }))
        .hasMessage("on second thoughts");
    assertThat(waiting(id)).isZero();
    assertThat(receiver.received).isEmpty();
  }

  private long waiting(String webhook) {
    return arena.number(
        "select count(*) from webhook_delivery where webhook_id::text = ?", webhook);
  }

  @Test
  void aLimitThatIsReachedIsTold() {
    var game = arena.game(1);
    create(receiver.url(), "budget.soft", List.of(game));
    admin()
        .body("{\"budget\": {\"day\": {\"softUsd\": \"0.000000001\"}}}")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    arena.tick(game, "spends").statusCode(200);
    budgets.flush();
    var event = told(1).getFirst();
    assertThat(event.getString("text"))
        .contains("has reached its soft limit of $0.000000001", game);
    assertThat(event.getJsonObject("data").getString("scope")).isEqualTo("game-day");
    assertThat(event.getJsonObject("data").getString("owner")).isEqualTo(game);
  }

  @Test
  void ofTheBudgetsOfAgentsTheFirstIsTold() {
    var game = arena.game(4);
    create(receiver.url(), "budget.hard", List.of(game));
    admin()
        .body("{\"budget\": {\"agentDay\": {\"hardUsd\": \"0.000001\"}}}")
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
    arena.tick(game, "holds").statusCode(200);
    var event = told(1).getFirst();
    assertThat(event.getString("text"))
        .contains("has no room for a call below its hard limit of $0.000001: $0 is spent")
        .contains("the next ones are not told");
    assertThat(event.getJsonObject("data").getString("owner")).startsWith(game + "/");
    assertThat(
            arena.number(
                "select count(*) from webhook_delivery where event = 'budget.hard' and game_id = ?",
                game))
        .isEqualTo(1);
  }

  @Test
  void aKeyIsToldByItsName() {
    create(receiver.url(), "budget.soft");
    var key =
        admin()
            .body("{\"name\": \"a program\", \"softDollarsPerDay\": 0.000001}")
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    given()
        .header("Authorization", "Bearer " + key.getString("secret"))
        .contentType(ContentType.JSON)
        .body("{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    budgets.flush();
    var event = told(1).getFirst();
    assertThat(event.getString("text"))
        .startsWith("The key's budget of the day of \"a program\" (")
        .contains("has reached its soft limit");
    assertThat(event.getJsonObject("data").getString("keyName")).isEqualTo("a program");
  }

  @Test
  void aProviderThatIsDownIsToldOnceAndOnceWhenItAnswers() {
    create(receiver.url(), "provider.down", "provider.up");
    arena.faults("{\"wandb\": {\"status\": 401}}");
    var game = arena.game(3);
    arena.tick(game, "down").statusCode(200);
    var down = told(1).getFirst();
    assertThat(down.getString("type")).isEqualTo("provider.down");
    assertThat(down.getString("text")).startsWith("Provider wandb is down: AUTH");
    assertThat(down.getJsonObject("data").getString("until")).isNotNull();

    // Another instance finds it too, and a call finds the breaker open.
    var other = new ProviderOutages(database, outbox, texts, current);
    var found =
        new ProviderDown(
            Provider.WANDB, "its circuit breaker is open", Instant.now(), Optional.empty());
    assertThat(other.down(found)).isFalse();
    assertThat(outages.down(found)).isFalse();
    // An answer to what was asked before says nothing.
    assertThat(outages.answered(answered(Instant.now().minusSeconds(60)))).isFalse();

    arena.calm();
    arena.tick(game, "up").statusCode(200);
    var up = told(2).getLast();
    assertThat(up.getString("type")).isEqualTo("provider.up");
    assertThat(up.getString("text")).startsWith("Provider wandb answers again.");
    // The other instance learns of it when it looks.
    assertThat(other.answered(answered(Instant.now()))).isFalse();
    arena.tick(game, "still up").statusCode(200);
    dispatcher.settle(Duration.ofSeconds(5));
    assertThat(receiver.received).hasSize(2);
  }

  private static ProviderAnswered answered(Instant asked) {
    return new ProviderAnswered(Provider.WANDB, asked, Instant.now());
  }

  @Test
  void aGameThatNothingTriggersIsToldOncePerSpell() {
    var game = arena.game(1);
    var id = create(receiver.url(), "game.overdue", List.of(game));
    arena.tick(game, "last").statusCode(200);
    var now = Instant.now();
    // Its period is a minute, and a minute is allowed beside that.
    overdueAt(now.plusSeconds(170)).find();
    assertThat(waiting(id)).isZero();
    overdueAt(now.plusSeconds(200)).find();
    overdueAt(now.plusSeconds(900)).find();
    assertThat(waiting(id)).isEqualTo(1);
    arena.change("update webhook_delivery set next_try_at = now() where webhook_id::text = ?", id);
    dispatcher.wake();
    var event = told(1).getFirst();
    assertThat(event.getString("text"))
        .startsWith("Game " + game + " is overdue: nothing has triggered it since ");
    assertThat(event.getJsonObject("data").getLong("overduePeriods")).isBetween(1L, 3L);

    arena.tick(game, "again").statusCode(200);
    overdueAt(now.plusSeconds(100)).find();
    assertThat(waiting(id)).isEqualTo(1);
    overdueAt(now.plusSeconds(900)).find();
    assertThat(waiting(id)).isEqualTo(2);
    arena.change("update game set state = 'paused' where id = ?", game);
    arena.change("delete from webhook_delivery");
    overdueAt(now.plusSeconds(900)).find();
    assertThat(waiting(id)).isZero();
  }

  @Test
  void aGameThatIsResumedIsNotOverdueFromItsLastTickOn() {
    var game = arena.game(1);
    var id = create(receiver.url(), "game.overdue", List.of(game));
    patch(game, "paused");
    arena.change("update game set created_at = created_at - interval '1 day' where id = ?", game);
    patch(game, "running");
    var now = Instant.now();
    assertThat(
            Instant.parse(admin().get("/api/games/" + game).then().extract().path("runningSince")))
        .isAfter(now.minusSeconds(60));
    overdueAt(now.plusSeconds(170)).find();
    assertThat(waiting(id)).isZero();
    overdueAt(now.plusSeconds(200)).find();
    assertThat(waiting(id)).isEqualTo(1);
  }

  private static void patch(String game, String state) {
    admin()
        .body(Map.of("state", state))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200)
        .body("state", equalTo(state));
  }

  @Test
  void aProviderThatWasSwitchedOffIsToldAgainWhenItIsDownAgain() {
    var id = create(receiver.url(), "provider.down");
    var down =
        new ProviderDown(
            Provider.GROQ, "its circuit breaker is open", Instant.now(), Optional.empty());
    assertThat(outages.down(down)).isTrue();
    outages.refresh();
    assertThat(outages.down(down)).isFalse();
    try {
      groq(false);
      outages.refresh();
      assertThat(arena.number("select count(*) from provider_outage")).isZero();
    } finally {
      groq(true);
    }
    var again =
        new ProviderDown(
            Provider.GROQ, "it is down again", Instant.now().plusSeconds(1), Optional.empty());
    assertThat(outages.down(again)).isTrue();
    assertThat(waiting(id)).isEqualTo(2);
    arena.change("delete from provider_outage");
    outages.refresh();
  }

  private static void groq(boolean enabled) {
    admin()
        .body("{\"providers\": {\"groq\": {\"enabled\": %s}}}".formatted(enabled))
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
  }

  private OverdueGames overdueAt(Instant time) {
    return new OverdueGames(database, outbox, texts, config, () -> time);
  }
}
