package dev.ziggurat.babylon.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.play.Seat;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conversations of agents in games that are played by HTTP: who sees them, and who does not. */
@QuarkusTest
class ConversationsApiTest {

  private static final String FOUND = "{'type':'group','name':'Copper ring','members':['nabu']}";

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private static String message(String to, String text) {
    return "{'type':'message','to':'%s','text':'%s'}".formatted(to, text);
  }

  private void tick(Seat seat, String key) {
    arena.tick(seat.game(), key).statusCode(200).body("ticks[0].actions.refused", equalTo(0));
  }

  private static String look(Seat seat) {
    return seat.look().statusCode(200).extract().asString();
  }

  @Test
  void onlyThoseInAConversationAndOperatorsSeeIt() {
    var seats = Seat.inBabylon("{}", "ea", "nabu", "sin");
    var ea = seats.get(0);
    var nabu = seats.get(1);
    var sin = seats.get(2);
    var desk = new Desk(ea.game());
    desk.get("/conversations").statusCode(200).body("items", empty());

    ea.act(FOUND);
    tick(ea, "one");
    var group =
        desk.get("/conversations")
            .body("items", hasSize(1))
            .body("items[0].kind", equalTo("group"))
            .body("items[0].messages", equalTo(0))
            .body("items[0].lastMessageAt", nullValue())
            .extract()
            .<String>path("items[0].id");
    ea.act(message(group, "secret-copper"), message("nabu", "secret-direct"));
    tick(ea, "two");
    assertThat(look(nabu)).contains("secret-copper", "secret-direct");
    assertThat(look(sin)).doesNotContain("secret-", "Copper ring", group);

    nabu.act("{'type':'invite','group':'%s','agent':'sin'}".formatted(group));
    tick(ea, "three");
    ea.act(message(group, "secret-later"));
    tick(ea, "four");
    assertThat(look(sin)).contains("Copper ring", "secret-later").doesNotContain("secret-copper");

    sin.act("{'type':'leave','group':'%s'}".formatted(group));
    tick(ea, "five");
    ea.act(message(group, "secret-after"));
    tick(ea, "six");
    assertThat(look(sin)).doesNotContain("secret-", "Copper ring");
    assertThat(look(nabu)).contains("secret-copper", "secret-later", "secret-after");

    desk.get("/conversations")
        .body("items.id", contains("ea~nabu", group))
        .body("items[0].kind", equalTo("direct"))
        .body("items[0].name", nullValue())
        .body("items[0].members", contains("ea", "nabu"))
        .body("items[0].openedTick", equalTo(2))
        .body("items[0].openedBy", equalTo("ea"))
        .body("items[1].name", equalTo("Copper ring"))
        .body("items[1].members", contains("ea", "nabu"))
        .body("items[1].messages", equalTo(3))
        .body("items[1].lastMessageAt", notNullValue());
    desk.get("/conversations?agent=sin").body("items", empty());
    desk.get("/conversations?agent=nabu").body("items", hasSize(2));
    desk.get("/conversations?agent=@nabu").body("items", hasSize(2));
    var next = desk.get("/conversations?limit=1").extract().<String>path("next");
    desk.get("/conversations?limit=1&cursor=" + next).body("items.id", contains(group));
    desk.get("/conversations/" + group).body("id", equalTo(group));
    desk.get("/conversations/" + group + "/messages")
        .body("items.text", contains("secret-after", "secret-later", "secret-copper"))
        .body("items[2].author", equalTo("ea"))
        .body("items[2].tick", equalTo(2));
    next = desk.get("/conversations/" + group + "/messages?limit=2").extract().path("next");
    desk.get("/conversations/" + group + "/messages?cursor=" + next)
        .body("items.text", contains("secret-copper"));
    desk.get("/conversations/ea~nabu/messages").body("items.text", contains("secret-direct"));

    desk.get("/feed?limit=100").body(not(containsString("secret-")));
    assertThat(
            arena.rows(
                "select shared_briefing from tick where game_id = ? order by number", ea.game()))
        .hasSize(6)
        .noneMatch(text -> text.contains("secret-") || text.contains("Copper ring"));
    desk.replay().body("matches", equalTo(true)).body("ticks", equalTo(6));
  }

  @Test
  void whoeverDoesNotOperateTheGameIsRefused() {
    var seats = Seat.inBabylon("{}", "ea", "nabu");
    var ea = seats.getFirst();
    ea.act(message("nabu", "secret-direct"));
    tick(ea, "one");
    for (var path : new String[] {"", "/ea~nabu", "/ea~nabu/messages"}) {
      var address = "/api/games/" + ea.game() + "/conversations" + path;
      given().get(address).then().statusCode(401);
      for (var token : new String[] {ea.token(), "dev-cron"}) {
        given()
            .header("Authorization", "Bearer " + token)
            .get(address)
            .then()
            .statusCode(403)
            .body(not(containsString("secret-")));
      }
    }
    var other = new Desk(Seat.inBabylon("{}", "ea", "nabu").getFirst().game());
    other
        .get("/conversations/ea~nabu/messages")
        .statusCode(404)
        .body("detail", containsString("has no conversation 'ea~nabu'"));
    other.get("/conversations?cursor=x").statusCode(400).body("detail", containsString("cursor"));
  }

  private static String page(String path) {
    return given()
        .header("Authorization", "Bearer dev-viewer")
        .get(path)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  @Test
  void theConsoleShowsThem() {
    var ea = Seat.inBabylon("{}", "ea", "nabu", "sin").getFirst();
    var query = "?game=" + ea.game();
    assertThat(page("/console/conversations" + query)).contains("No agent has written");
    ea.act(
        FOUND.replace("Copper ring", "<b>{frame.title}</b>"),
        message("nabu", "<script>alert(1)</script>"));
    tick(ea, "one");
    var list = page("/console/conversations" + query);
    assertThat(list)
        .contains("&lt;b&gt;{frame.title}&lt;/b&gt;", "Direct messages", "@ea", "@nabu")
        .doesNotContain("<b>{frame");
    assertThat(page("/console/conversations/ea~nabu" + query))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "Direct conversation")
        .doesNotContain("<script>alert");
    assertThat(page("/console/agents/nabu" + query)).contains("id=\"conversations\"", "ea%7Enabu");
    assertThat(page("/console/conversations" + query + "&agent=sin"))
        .contains("This agent is in no conversation");
  }

  @Test
  void theSettingSwitchesThemOffAndOn() {
    var ea = Seat.inBabylon("{'conversations': false}", "ea", "nabu").getFirst();
    var desk = new Desk(ea.game());
    desk.get("/world-settings").body("conversations", equalTo(false));
    assertThat(look(ea)).doesNotContain("\"message\"", "\\\"message\\\"");
    ea.act(message("nabu", "secret-direct"));
    arena
        .tick(ea.game(), "one")
        .body("ticks[0].actions.refused", equalTo(1))
        .body("ticks[0].actions.message", nullValue());
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType("application/json")
        .body("{\"conversations\": true}")
        .patch("/api/games/" + ea.game() + "/world-settings")
        .then()
        .statusCode(200)
        .body("conversations", equalTo(true));
    assertThat(look(ea)).contains("\"message\"", "\\\"message\\\"");
    ea.act(message("nabu", "secret-direct"));
    tick(ea, "two");
    desk.get("/conversations").body("items.id", contains("ea~nabu"));
    desk.replay().body("matches", equalTo(true)).body("interventions", equalTo(1));
  }

  /** A game that is older than the setting is stored like one founded without conversations. */
  @Test
  void aGameWithoutThemIsImportedWithoutThem() {
    var game = Seat.inBabylon("{'conversations': false}", "ea", "nabu").getFirst().game();
    var line =
        given()
            .header("Authorization", "Bearer dev-admin")
            .accept("application/x-ndjson")
            .get("/api/games")
            .then()
            .statusCode(200)
            .extract()
            .asString()
            .lines()
            .filter(each -> each.contains("\"" + game + "\""))
            .findFirst()
            .orElseThrow();
    given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)))
        .header("Authorization", "Bearer dev-admin")
        .contentType("application/x-ndjson")
        .body(line.replace("\"" + game + "\"", "\"" + game + "-again\""))
        .post("/api/games")
        .then()
        .statusCode(200)
        .body("created", equalTo(1));
    new Desk(game + "-again").get("/world-settings").body("conversations", equalTo(false));
  }

  @Test
  void agentsOfModelsUseThemAndAReplayHasTheSameDigests() {
    var game = arena.game(16);
    for (var number = 0; number < 14; number++) {
      arena.tick(game, "tick " + number).statusCode(200);
    }
    assertThat(arena.number("select count(*) from babylon_message where game_id = ?", game))
        .isGreaterThan(10);
    assertThat(
            arena.number(
                "select count(*) from babylon_conversation where game_id = ? and kind = 'group'",
                game))
        .isPositive();
    var shown =
        """
        select count(*) from turn t join babylon_message m on m.game_id = t.game_id
          and position('message ' || m.id || ' ' in t.briefing) > 0
        where t.game_id = ? and m.recipient is not null and t.handle %s in (m.author, m.recipient)""";
    assertThat(arena.number(shown.formatted(""), game)).isPositive();
    assertThat(arena.number(shown.formatted("not"), game)).isZero();
    var desk = new Desk(game);
    desk.get("/house").body("conserved", equalTo(true));
    desk.replay().body("matches", equalTo(true)).body("ticks", equalTo(14));
  }
}
