package dev.ziggurat.webhooks;

import static dev.ziggurat.webhooks.WebhookDesk.PATH;
import static dev.ziggurat.webhooks.WebhookDesk.admin;
import static dev.ziggurat.webhooks.WebhookDesk.create;
import static dev.ziggurat.webhooks.WebhookDesk.deliveries;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks are made, changed, tried and removed by admins. */
@QuarkusTest
class WebhooksApiTest {

  @Inject Arena arena;
  private WebhookReceiver receiver;

  @BeforeEach
  void start() {
    arena.change("delete from webhook");
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void stop() {
    arena.change("delete from webhook");
    receiver.close();
  }

  @Test
  void aWebhookIsMadeReplacedAndRemoved() {
    var id = create(receiver.url(), "tick.failed", "budget.hard");
    var one = PATH + "/" + id;
    admin()
        .get(one)
        .then()
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("url", equalTo(receiver.url()))
        .body("events", contains("tick.failed", "budget.hard"))
        .body("games", nullValue())
        .body("format", equalTo("json"))
        .body("enabled", equalTo(true))
        .body("fault", nullValue())
        .body("pending", equalTo(0));
    var changed =
        """
        {"url": "%s", "events": ["settings.changed"], "secretVariable": "TEST_WEBHOOK_SECRET",
         "enabled": false}"""
            .formatted(receiver.url());
    admin().header("If-Match", "\"7\"").body(changed).put(one).then().statusCode(412);
    admin()
        .header("If-Match", "\"1\"")
        .body(changed)
        .put(one)
        .then()
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("events", contains("settings.changed"))
        .body("enabled", equalTo(false));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get(PATH)
        .then()
        .statusCode(200)
        .body("items", hasSize(1));
    admin().delete(one).then().statusCode(204);
    admin().get(one).then().statusCode(404);
    assertThat(
            arena.rows("select action from audit where subject = ? order by id", "webhooks/" + id))
        .containsExactly("webhooks.create", "webhooks.change", "webhooks.remove");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'events': ['tick.failed'], 'secretVariable': 'TEST_WEBHOOK_SECRET'}|url: is required",
        "{'url': 'ftp://x', 'events': ['tick.failed'], 'secretVariable': 'TEST_WEBHOOK_SECRET'}|url: must be",
        "{'url': 'http://h/', 'events': ['tick.lost'], 'secretVariable': 'TEST_WEBHOOK_SECRET'}|events: must be of tick.failed",
        "{'url': 'http://h/', 'events': ['test'], 'secretVariable': 'TEST_WEBHOOK_SECRET'}|events: must be of tick.failed",
        "{'url': 'http://h/', 'events': [], 'secretVariable': 'TEST_WEBHOOK_SECRET'}|events: must name an event",
        "{'url': 'http://h/', 'events': ['tick.failed']}|secretVariable: is required",
        "{'url': 'http://h/', 'events': ['tick.failed'], 'secretVariable': 'ADMIN_TOKEN'}|secretVariable: must be the name of an environment variable that ends in _WEBHOOK_SECRET",
        "{'url': 'http://h/', 'events': ['tick.failed'], 'secretVariable': 'NO_WEBHOOK_SECRET'}|secretVariable: NO_WEBHOOK_SECRET is not set",
        "{'url': 'http://h/', 'events': ['tick.failed'], 'secretVariable': 'TEST_WEBHOOK_SECRET', 'games': ['nowhere']}|games: there is no game",
        "{'url': 'http://h/', 'events': ['tick.failed'], 'format': 'slack'}|url: is a secret of Slack",
        "{'urlVariable': 'NO_WEBHOOK_URL', 'events': ['tick.failed'], 'format': 'slack'}|urlVariable: NO_WEBHOOK_URL is not set",
        "{'url': 'http://h/', 'events': ['tick.failed'], 'format': 'xml'}|format: must be one of json, slack"
      })
  void whatIsWrongIsNamed(String body, String detail) {
    create(body.replace('\'', '"')).statusCode(400).body("detail", startsWith(detail));
  }

  @Test
  void whatAWebhookSaysAlreadyIsNotCheckedAgain() {
    var id = create("http://localhost:1/", "tick.failed", List.of(arena.game(1)));
    arena.change(
        "update webhook set games = array['gone'], secret_variable = 'GONE_WEBHOOK_SECRET'");
    var body =
        "{'url': 'http://localhost:1/', 'events': ['tick.failed'], 'games': ['gone'%s],"
            + " 'secretVariable': '%s', 'enabled': false}";
    replace(id, body.formatted("", "GONE_WEBHOOK_SECRET"))
        .statusCode(200)
        .body("enabled", equalTo(false));
    replace(id, body.formatted(", 'away'", "GONE_WEBHOOK_SECRET"))
        .statusCode(400)
        .body("detail", containsString("games: there is no game 'away'"));
    replace(id, body.formatted("", "OTHER_WEBHOOK_SECRET"))
        .statusCode(400)
        .body("detail", containsString("secretVariable"));
  }

  private static ValidatableResponse replace(String id, String body) {
    return admin().body(body.replace('\'', '"')).put(PATH + "/" + id).then();
  }

  @Test
  void aKeyThatIsNoKeyIsRefused() {
    System.setProperty("SHORT_WEBHOOK_SECRET", "whsec_c2hvcnQ=");
    try {
      create(
              """
              {"url": "http://h/", "events": ["tick.failed"], "secretVariable": "SHORT_WEBHOOK_SECRET"}""")
          .statusCode(400)
          .body("detail", containsString("is not base64 of 24 to 64 bytes"));
    } finally {
      System.clearProperty("SHORT_WEBHOOK_SECRET");
    }
  }

  @Test
  void thereAreAsManyAsThereMayBe() {
    arena.change(
        """
        insert into webhook (id, url, events, format, enabled, created_at, created_by)
        select gen_random_uuid(), 'http://h/', '{tick.failed}', 'json', false, now(), 'test'
        from generate_series(1, 50)""");
    create(
            """
            {"url": "http://h/", "events": ["tick.failed"], "secretVariable": "TEST_WEBHOOK_SECRET"}""")
        .statusCode(409)
        .body("detail", containsString("There are 50 webhooks"));
  }

  @Test
  void aTestTellsAtOnceWhatCameOfIt() {
    var id = create(receiver.url(), "tick.failed");
    admin()
        .post(PATH + "/" + id + "/test")
        .then()
        .statusCode(200)
        .body("state", equalTo("delivered"))
        .body("lastStatus", equalTo(204));
    assertThat(receiver.received).hasSize(1);
    assertThat(receiver.received.getFirst().event().getString("type")).isEqualTo("test");

    receiver.answers(500);
    var dead =
        admin()
            .post(PATH + "/" + id + "/test")
            .then()
            .statusCode(200)
            .body("state", equalTo("dead"))
            .body("lastError", equalTo("the webhook answered with status 500"))
            .extract()
            .<String>path("id");
    deliveries(id).body("items.state", contains("dead", "delivered"));
    admin()
        .get(PATH + "/" + id + "/deliveries?limit=1&state=dead")
        .then()
        .body("items.id", contains(dead))
        .body("next", nullValue());
    admin().get(PATH + "/" + id + "/deliveries?limit=1").then().body("next", notNullValue());

    var again = PATH + "/" + id + "/deliveries/" + dead + "/redelivery";
    receiver.answers(200);
    admin().post(again).then().statusCode(200).body("state", equalTo("delivered"));
    admin().post(again).then().statusCode(409);
    assertThat(receiver.received.getLast().id()).isEqualTo(dead);
    admin()
        .post(PATH + "/" + id + "/deliveries/" + UUID.randomUUID() + "/redelivery")
        .then()
        .statusCode(404);
    admin()
        .get(PATH + "/" + id)
        .then()
        .body("dead", equalTo(0))
        .body("lastState", equalTo("delivered"));
  }
}
