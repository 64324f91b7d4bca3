package dev.ziggurat.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST API and the console as a function URL calls them. */
@QuarkusTest
@QuarkusTestResource(MigratedDatabase.class)
@QuarkusTestResource(SilentIssuer.class)
@QuarkusTestResource(FunctionUrl.class)
@QuarkusTestResource(SimulatorResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpFunctionTest {

  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/static/bundle/[^\"]+)\"");
  private static final Pattern ID = Pattern.compile("(?m)^id: ?(.+)$");
  private static final int LARGEST = 4 * 1024 * 1024;

  private static final Map<String, Integer> connectionsAtFirst = new HashMap<>();

  @Inject Arena arena;

  @ConfigProperty(name = SimulatorResource.PORT)
  int simulatorPort;

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
    RestAssured.port = RuntimeApi.eventServerPort();
  }

  @AfterEach
  void forget() {
    RestAssured.reset();
  }

  /** A start alone has asked nobody anything: neither the database nor an issuer nor a provider. */
  @Test
  @Order(1)
  void isColdUntilItIsAsked() {
    assertThat(connectionsAtFirst).isEqualTo(Map.of("database", 0, "issuer", 0, "providers", 0));
    viewer().get("/api/games").then().statusCode(200);
    assertThat(Tripwire.connections(MigratedDatabase.TRIPWIRE)).isBetween(1, 2);
    assertThat(Tripwire.connections(SilentIssuer.TRIPWIRE)).isZero();
    assertThat(Tripwire.connections(SimulatorResource.TRIPWIRE)).isZero();
  }

  @Test
  void answersWhatAnAdminAsks() {
    viewer()
        .get("/api/admin/ai-models")
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .body("success", equalTo(true));
  }

  @Test
  void answersWithTwoSecondsLeft() {
    viewer()
        .header(RuntimeApi.REQUEST_ID, UUID.randomUUID() + ".2000")
        .get("/api/games")
        .then()
        .statusCode(200);
  }

  @Test
  void showsAPageWithItsAssetsByteForByte() throws Exception {
    var page =
        viewer()
            .get("/console/")
            .then()
            .statusCode(200)
            .contentType(ContentType.HTML)
            .header("Content-Security-Policy", containsString("default-src 'none'"))
            .extract()
            .asString();
    var assets = ASSET.matcher(page).results().map(found -> found.group(1)).distinct().toList();
    assertThat(assets)
        .anyMatch(path -> path.endsWith(".js"))
        .anyMatch(path -> path.endsWith(".css"));
    for (var path : assets) {
      var asset = fetch(path, "gzip, br");
      assertThat(asset.statusCode()).isEqualTo(200);
      assertThat(asset.headers().firstValue("content-type").orElseThrow())
          .contains(path.endsWith(".js") ? "javascript" : "css");
      assertThat(asset.headers().firstValue("content-encoding")).isEmpty();
      assertThat(asset.body()).hasSizeGreaterThan(1_000).isEqualTo(packaged(path));
      assertThat(fetch(path, "identity").body()).isEqualTo(asset.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/games", "/console/sign-in", "/q/health/live"})
  void compressesNothing(String path) throws Exception {
    var answer = fetch(path, "gzip, deflate, br");
    assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).containsAnyOf("{", "<html");
  }

  @Test
  void signsInWithASecureCookie() {
    var cookie =
        signIn("dev-admin", "198.51.100.20").then().statusCode(204).extract().header("Set-Cookie");
    assertThat(cookie)
        .startsWith("__Host-ziggurat-session=")
        .contains("Secure", "HTTPOnly", "SameSite=Strict", "Path=/");
    given()
        .header("Cookie", "theme=dark; " + cookie.substring(0, cookie.indexOf(';')))
        .get("/api/session")
        .then()
        .statusCode(200)
        .body("name", startsWith("Ada"));
    assertThat(
            arena.rows(
                "select detail::jsonb ->> 'address' from audit where action = 'session.open'"))
        .contains("198.51.100.20");
  }

  @Test
  void slowsDownWhoeverGuessesByTheAddressOfTheRequestContext() {
    for (var guess = 0; guess < 10; guess++) {
      signIn("guess" + guess, "198.51.100.66").then().statusCode(401);
    }
    signIn("guess", "198.51.100.66").then().statusCode(429).header("Retry-After", not(equalTo("")));
    signIn("dev-admin", "198.51.100.67").then().statusCode(204);
  }

  @Test
  void isClosedToStrangers() {
    given().get("/api/games").then().statusCode(401).contentType("application/problem+json");
  }

  @Test
  void tellsWhatIsWrongInAProblemDocument() {
    admin()
        .contentType(ContentType.JSON)
        .body("{\"chain\": 7}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("status", equalTo(400));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/games/atlantis", "/api/nowhere", "/static/bundle/none.js"})
  void answersWhatIsNotThere(String path) {
    viewer().get(path).then().statusCode(404);
  }

  @Test
  void refusesALargeBodyAndGoesOn() {
    admin()
        .contentType(ContentType.JSON)
        .body("x".repeat(LARGEST + 1))
        .put("/api/admin/ai-models")
        .then()
        .statusCode(413)
        .contentType("application/problem+json")
        .body("detail", containsString("4"));
    viewer().get("/api/games").then().statusCode(200);
  }

  @Test
  void aProgramsCallIsInTheLedgerBeforeItIsAnswered() {
    var call =
        admin()
            .contentType(ContentType.JSON)
            .body("{\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}")
            .post("/v1/chat/completions")
            .then()
            .statusCode(200)
            .extract()
            .header("X-Request-Id");
    assertThat(
            arena.number("select count(*) from attempt where call_id = ?", UUID.fromString(call)))
        .isOne();
  }

  @Test
  void whatAKeyHasSpentIsWrittenAndNothingHeldBeforeTheAnswer() {
    var key =
        admin()
            .contentType(ContentType.JSON)
            .body("{\"name\": \"Function\", \"dollarsPerDay\": 5}")
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract();
    given()
        .header("Authorization", "Bearer " + key.path("secret"))
        .contentType(ContentType.JSON)
        .body("{\"max_tokens\": 100, \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    var budget = "key/" + key.path("key.id") + "/%-%-%";
    assertThat(arena.number("select spent from budget where id like ?", budget)).isPositive();
    assertThat(arena.number("select held from budget where id like ?", budget)).isZero();
  }

  /** Lambda stops the process once the answer is out: a tick that went on would stand still. */
  @Test
  void answersATickOnlyWhenItHasClosedAndEverythingIsWritten() {
    var game = arena.game(5);
    admin()
        .post("/api/games/" + game + "/ticks?wait=false")
        .then()
        .statusCode(200)
        .body("outcome", equalTo("completed"))
        .body("turns.applied", equalTo(5));
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game)).isEqualTo(5);
    assertThat(
            arena.number("select count(*) from tick where game_id = ? and phase = 'closed'", game))
        .isOne();
  }

  @Test
  void ticksForACloudsCron() {
    var game = arena.game(2);
    given()
        .header("Authorization", "Bearer dev-cron")
        .queryParam("game", game)
        .header("X-CloudScheduler-ScheduleTime", "2026-11-20T10:15:00Z")
        .post("/api/cron/tick")
        .then()
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].slot", equalTo("2026-11-20T10:15:00Z"));
  }

  @Test
  void takesHeadersWholeThatHoldCommas() {
    var game = arena.game(1);
    for (var key : List.of("a, b", "a, c")) {
      admin()
          .header("Idempotency-Key", key)
          .post("/api/games/" + game + "/ticks")
          .then()
          .body("outcome", equalTo("completed"));
    }
    assertThat(arena.rows("select trigger_key from tick where game_id = ? order by number", game))
        .containsExactly("a, b", "a, c");
  }

  /** Nothing is streamed: each answer tells what has happened since the last one, and ends. */
  @Test
  void tellsEventsSinceTheLastAnswer() {
    var game = arena.game(2);
    var first = events(game, null);
    assertThat(first)
        .contains("event:pause", "retry:3000")
        .containsOnlyOnce(":ziggurat is here")
        .doesNotContain("tick-closed");

    admin().post("/api/games/" + game + "/ticks").then().statusCode(200);
    var second = events(game, lastId(first));
    assertThat(second)
        .contains("event:tick-started", "event:turn-thought", "event:turn-applied")
        .contains("event:tick-closed", "event:pause")
        .doesNotContain("content-type");

    assertThat(events(game, lastId(second))).contains("event:pause").doesNotContain("tick-closed");
    assertThat(events(game, "nonsense")).contains("event:reset", "event:pause");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"detail-type\": \"Scheduled Event\", \"time\": \"2026-11-20T10:15:00Z\"}",
        "{\"version\": \"2.0\", \"rawPath\": \"/api/games\"}",
        "{\"version\": \"2.0\", \"requestContext\": {\"http\": {}}}"
      })
  void answersWhatIsNoRequestWithAnErrorAndGoesOn(String event) {
    given()
        .contentType(ContentType.JSON)
        .body(event)
        .post("/_lambda_")
        .then()
        .body("statusCode", equalTo(500));
    viewer().get("/api/games").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "{\"version\": "})
  void failsOnWhatIsNoEventAndGoesOn(String event) {
    given()
        .contentType(ContentType.JSON)
        .body(event)
        .post("/_lambda_")
        .then()
        .statusCode(500)
        .body("errorMessage", not(equalTo("")));
    viewer().get("/api/games").then().statusCode(200);
  }

  /** Lambda would take none of it, and the caller would wait until the function's time is over. */
  @Test
  void refusesToAnswerMoreThanLambdaTakes() {
    RestAssured.port = simulatorPort;
    var game = arena.game(1);
    RestAssured.port = RuntimeApi.eventServerPort();
    // 3.6 MB, of which every byte is two in the JSON around it.
    for (var persona : List.of("\"".repeat(1_500), "x".repeat(2_900))) {
      arena.change("delete from agent where game_id = ? and handle like 'big-%'", game);
      arena.change(
          "insert into agent (game_id, handle, persona) select ?, 'big-' || n, ?"
              + " from generate_series(1, 2400) as n",
          game,
          persona);
      viewer()
          .accept("application/x-ndjson")
          .get("/api/games/" + game + "/agents")
          .then()
          .statusCode(413)
          .contentType("application/problem+json")
          .body("detail", containsString("6 MB"));
    }
    arena.change("delete from agent where game_id = ? and handle > 'big-2'", game);
    viewer()
        .accept("application/x-ndjson")
        .get("/api/games/" + game + "/agents")
        .then()
        .statusCode(200);
  }

  @Test
  void leadsToTheConsoleByTls() {
    given()
        .redirects()
        .follow(false)
        .get("/")
        .then()
        .header("Location", allOf(startsWith("https://"), endsWith(".on.aws/console/")));
  }

  private static RequestSpecification viewer() {
    return given().header("Authorization", "Bearer dev-viewer");
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin");
  }

  private static io.restassured.response.Response signIn(String token, String address) {
    return given()
        .header("X-Forwarded-For", address)
        .contentType(ContentType.URLENC)
        .formParam("name", "Ada")
        .formParam("token", token)
        .post("/api/session");
  }

  private static String events(String game, String lastId) {
    var request = viewer().accept("text/event-stream").queryParam("game", game);
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    return request
        .get("/api/admin/events")
        .then()
        .statusCode(200)
        .contentType("text/event-stream")
        .header("Transfer-Encoding", nullValue())
        .extract()
        .asString();
  }

  private static String lastId(String events) {
    return ID.matcher(events).results().reduce((one, next) -> next).orElseThrow().group(1);
  }

  private static HttpResponse<byte[]> fetch(String path, String encodings)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://localhost:" + RuntimeApi.eventServerPort() + path))
              .header("Accept-Encoding", encodings)
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static byte[] packaged(String path) throws IOException {
    try (var resource =
        Thread.currentThread()
            .getContextClassLoader()
            .getResourceAsStream("META-INF/resources" + path)) {
      return resource.readAllBytes();
    }
  }
}
