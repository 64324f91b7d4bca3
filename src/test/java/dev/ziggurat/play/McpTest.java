package dev.ziggurat.play;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Players that are clients of the Model Context Protocol, by its official SDK. */
@QuarkusTest
class McpTest {

  private static final Map<String, Object> STEP =
      Map.of("actions", List.of(Map.of("type", "step")), "memo", "One more step.");

  @Inject Arena arena;

  /** What clients named in their requests. */
  private final List<String> sessions = new CopyOnWriteArrayList<>();

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private McpSyncClient client(AtomicReference<String> token) {
    var transport =
        HttpClientStreamableHttpTransport.builder("http://localhost:" + RestAssured.port)
            .endpoint("/mcp")
            .httpRequestCustomizer(
                (request, method, uri, body, context) -> {
                  request.setHeader("Authorization", "Bearer " + token.get());
                  request
                      .copy()
                      .build()
                      .headers()
                      .firstValue("Mcp-Session-Id")
                      .ifPresent(sessions::add);
                })
            .build();
    return McpClient.sync(transport)
        .requestTimeout(Duration.ofSeconds(40))
        .initializationTimeout(Duration.ofSeconds(20))
        .build();
  }

  private static McpSchema.CallToolResult call(
      McpSyncClient client, String tool, Map<String, Object> arguments) {
    return client.callTool(new McpSchema.CallToolRequest(tool, arguments));
  }

  private static String text(McpSchema.CallToolResult result) {
    return ((McpSchema.TextContent) result.content().getFirst()).text();
  }

  private static JsonPath json(McpSchema.CallToolResult result) {
    assertThat(result.isError()).as(text(result)).isFalse();
    return new JsonPath(text(result));
  }

  @Test
  void aClientPlaysTenTicks() {
    var seat = Seat.in(arena, 1, 0);
    try (var client = client(new AtomicReference<>(seat.token()))) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("ziggurat");
      assertThat(client.listTools().tools())
          .extracting(McpSchema.Tool::name)
          .containsExactlyInAnyOrder("look", "act", "wait_for_my_turn");
      var after = 0;
      for (var tick = 1; tick <= 10; tick++) {
        var look = json(call(client, "look", Map.of()));
        assertThat(look.getInt("nextTick")).isEqualTo(tick);
        assertThat(look.getString("briefing")).isEqualTo("Your name here is ada");
        assertThat(json(call(client, "act", STEP)).getInt("tick")).isEqualTo(tick);
        arena
            .tick(seat.game(), "tick " + tick)
            .statusCode(200)
            .body("ticks[0].turns.applied", equalTo(2));
        var news =
            json(call(client, "wait_for_my_turn", Map.of("after", after, "wait_seconds", 10)));
        assertThat(news.getString("state")).isEqualTo("closed");
        after = news.getInt("tick");
        assertThat(after).isEqualTo(tick);
      }
      var look = json(call(client, "look", Map.of()));
      assertThat(look.getLong("score.worthMicroPoints")).isEqualTo(10_000_000);
      assertThat(look.getString("memo")).isEqualTo("One more step.");
    }
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and handle = 'ada'", seat.game()))
        .isZero();
    Seat.admin()
        .post("/api/games/" + seat.game() + "/replay")
        .then()
        .statusCode(200)
        .body("matches", equalTo(true))
        .body("ticks", equalTo(10));
  }

  @Test
  void aMessageIsSeenOnlyByThoseInItsConversation() {
    var seats = Seat.inBabylon("{}", "ea", "nabu", "sin");
    try (var ea = client(new AtomicReference<>(seats.get(0).token()));
        var nabu = client(new AtomicReference<>(seats.get(1).token()));
        var sin = client(new AtomicReference<>(seats.get(2).token()))) {
      var message = Map.of("type", "message", "to", "nabu", "text", "secret-copper");
      json(call(ea, "act", Map.of("actions", List.of(message))));
      arena.tick(seats.getFirst().game(), "first").statusCode(200);
      assertThat(json(call(nabu, "look", Map.of())).getString("briefing"))
          .contains("message t1-", " new to=ea by @ea: \"secret-copper\"");
      assertThat(text(call(ea, "look", Map.of()))).contains("secret-copper");
      assertThat(text(call(sin, "look", Map.of()))).doesNotContain("secret-copper");
    }
  }

  @Test
  void whatIsWrongIsToldAsTheResultOfTheTool() {
    var seat = Seat.in(arena, 0, 0);
    try (var client = client(new AtomicReference<>(seat.token()))) {
      client.initialize();
      var wrong = call(client, "act", Map.of("actions", List.of(Map.of("kind", "step"))));
      assertThat(wrong.isError()).isTrue();
      assertThat(text(wrong)).contains("actions[0].type");
      var late = call(client, "wait_for_my_turn", Map.of("wait_seconds", 31));
      assertThat(late.isError()).isTrue();
      assertThat(text(late)).contains("wait:");
    }
  }

  @Test
  void theTokenOfEachRequestDecidesWhateverSessionItNames() {
    var ada = Seat.in(arena, 0, 0);
    var other = Seat.in(arena, 0, 0);
    var session =
        post(ada.token(), null, initialize())
            .then()
            .statusCode(200)
            .extract()
            .header("Mcp-Session-Id");
    assertThat(session).isNotBlank();
    assertThat(post(ada.token(), session, look()).asString()).contains(ada.game());
    assertThat(post(other.token(), session, look()).asString())
        .as("who names the session of another player sees its own game")
        .contains(other.game())
        .doesNotContain(ada.game());
    Seat.admin().delete("/api/games/" + ada.game() + "/agents/ada/token").then().statusCode(204);
    post(ada.token(), session, look()).then().statusCode(401);
    post("dev-admin", session, look()).then().statusCode(403);
    given().contentType("application/json").body(initialize()).post("/mcp").then().statusCode(401);
  }

  @Test
  void aClientGoesOnWhenItsSessionIsGone() {
    var seat = Seat.in(arena, 0, 0);
    try (var client = client(new AtomicReference<>(seat.token()))) {
      client.initialize();
      call(client, "look", Map.of());
      var session = sessions.getLast();
      assertThat(session).isNotBlank();
      // As if the process had been another one since.
      given()
          .header("Authorization", "Bearer " + seat.token())
          .header("Mcp-Session-Id", session)
          .delete("/mcp")
          .then()
          .statusCode(200);
      assertThat(json(call(client, "act", STEP)).getInt("tick")).isEqualTo(1);
      assertThat(sessions.getLast()).as("it was not told to begin anew").isEqualTo(session);
    }
    for (var session : List.of("of-another-process", "")) {
      assertThat(post(seat.token(), session, look()).asString()).contains(seat.game());
      // Of notifications clients ignore what they are answered; 404 would end their session.
      post(seat.token(), session, initialized()).then().statusCode(200);
    }
    post("zp_" + "x".repeat(43), "of-another-process", look()).then().statusCode(401);
  }

  @Test
  void theFormerTransportIsClosed() {
    var seat = Seat.in(arena, 0, 0);
    given()
        .header("Authorization", "Bearer " + seat.token())
        .get("/mcp/sse")
        .then()
        .statusCode(403);
  }

  @Test
  void aClientWithoutAPlayersTokenIsNotLetIn() {
    var unknown = "zp_" + "x".repeat(43);
    // With an id that is a text, as the official SDKs send.
    post(unknown, null, initialize().replace("\"id\": 1", "\"id\": \"a-1\""))
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", "Bearer");
    try (var client = client(new AtomicReference<>(unknown))) {
      assertThatThrownBy(client::initialize).hasStackTraceContaining("401");
    }
  }

  private static Response post(String token, String session, String body) {
    var request =
        given()
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json, text/event-stream")
            .contentType("application/json")
            .body(body);
    return (session == null || session.isEmpty()
            ? request
            : request.header("Mcp-Session-Id", session))
        .post("/mcp");
  }

  private static String initialize() {
    return """
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
         "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""";
  }

  private static String initialized() {
    return """
        {"jsonrpc": "2.0", "method": "notifications/initialized"}""";
  }

  private static String look() {
    return """
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call",
         "params": {"name": "look", "arguments": {}}}""";
  }
}
