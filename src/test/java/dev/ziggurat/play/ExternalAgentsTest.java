package dev.ziggurat.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An agent whose decisions a program at an address makes. */
@QuarkusTest
class ExternalAgentsTest {

  private static final String KEY = "a key of an agent that only tests know";
  private static final String STEP = "{\"memo\": \"Walked.\", \"actions\": [{\"type\": \"step\"}]}";

  @Inject Arena arena;
  private HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicReference<Answer> answer = new AtomicReference<>(new Answer(200, STEP));

  private record Asked(String signature, String body) {}

  private record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    arena.calm();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/decide", this::decide);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void decide(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(new Asked(exchange.getRequestHeaders().getFirst("X-Ziggurat-Signature"), body));
      var bytes = answer.get().body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.get().status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Seat seat() {
    var seat = Seat.in(arena, 1, 0);
    Seat.admin()
        .body(
            "{\"kind\": \"external\", \"url\": \"http://localhost:%d/decide\", \"keyVariable\": \"TEST_AGENT_KEY\"}"
                .formatted(server.getAddress().getPort()))
        .patch("/api/games/" + seat.game() + "/agents/ada")
        .then()
        .statusCode(200)
        .body("kind", equalTo("external"))
        .body("keyVariable", equalTo("TEST_AGENT_KEY"));
    return seat;
  }

  @Test
  void itIsSentItsBriefingSignedAndItsDecisionIsApplied() throws Exception {
    var seat = seat();
    arena
        .tick(seat.game(), "first")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(2))
        .body("ticks[0].inference.attempts", equalTo(2))
        .body("ticks[0].inference.byProvider.external", equalTo(1));
    assertThat(asked).hasSize(1);
    var request = asked.getFirst();
    var body = new JsonPath(request.body());
    assertThat(body.getString("game")).isEqualTo(seat.game());
    assertThat(body.getInt("tick")).isEqualTo(1);
    assertThat(body.getString("handle")).isEqualTo("ada");
    assertThat(body.getString("briefing")).contains("Steps so far", "Your name here is ada");
    assertThat(body.getString("answerSchema.properties.actions.items.properties.type.enum[0]"))
        .isEqualTo("step");
    assertThat(Instant.parse(body.getString("deadline")))
        .isAfter(Instant.parse(body.getString("slot")));
    var seconds = request.signature().replaceAll("t=(\\d+),.*", "$1");
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var signed = mac.doFinal((seconds + "." + request.body()).getBytes(StandardCharsets.UTF_8));
    assertThat(request.signature())
        .isEqualTo("t=" + seconds + ",v1=" + HexFormat.of().formatHex(signed));
    seat.turn(1)
        .body("provider", equalTo("external"))
        .body("path[0].reason", equalTo("answered by external agent"))
        .body("attempts", hasSize(1))
        .body("attempts[0].provider", equalTo("external"))
        .body("attempts[0].outcome", equalTo("OK"));
    Seat.admin()
        .get("/api/admin/usage?by=provider&game=" + seat.game())
        .then()
        .statusCode(200)
        .body("rows.find { it.key == 'external' }.attempts", equalTo(1))
        .body("rows.find { it.key == 'external' }.successes", equalTo(1))
        .body("rows.find { it.key == 'external' }.costMicroUsd", equalTo(0))
        .body("rows.find { it.key == 'external' }.unpriced", equalTo(0));
    Seat.admin()
        .get("/api/admin/usage?by=model&game=" + seat.game())
        .then()
        .body("rows.key", hasItem("localhost"));
    seat.agent().body("memo", equalTo("Walked.")).body("costMicroUsd", equalTo(0));
    Seat.admin()
        .post("/api/games/" + seat.game() + "/replay")
        .then()
        .body("matches", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          500 | broken                | the agent answered with an error
          302 |                       | the agent answered with an error
          200 | I will walk.          | the answer contains no JSON object
          200 | {"memo": "x"}         | actions: the JSON object has no such field
          """)
  void whatItDoesWrongFailsItsTurnAlone(int status, String body, String reason) {
    var seat = seat();
    answer.set(new Answer(status, body == null ? "" : body));
    arena
        .tick(seat.game(), "first")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("partial"))
        .body("ticks[0].reason", containsString(reason))
        .body("ticks[0].turns.failed", equalTo(1));
    seat.turn(1)
        .body("state", equalTo("failed"))
        .body("path[0].reason", equalTo(reason))
        .body("attempts", hasSize(1))
        .body("attempts[0].reason", equalTo(reason))
        .body("attempts[0].httpStatus", equalTo(status));
    assertThat(asked).hasSize(1);
  }

  @Test
  void anUnreachableOneFailsAndOneWithoutAddressIsRefused() {
    var seat = seat();
    server.stop(0);
    arena
        .tick(seat.game(), "first")
        .statusCode(200)
        .body("ticks[0].reason", containsString("external: IO the agent could not be reached"));
    var agent = "/api/games/" + seat.game() + "/agents/bot-1";
    for (var wrong :
        List.of(
            "{\"kind\": \"external\"}",
            "{\"kind\": \"external\", \"url\": \"ftp://x\", \"keyVariable\": \"TEST_AGENT_KEY\"}",
            "{\"kind\": \"external\", \"url\": \"http://x\", \"keyVariable\": \"ADMIN_TOKEN\"}",
            "{\"url\": \"https://x.example\"}")) {
      Seat.admin().body(wrong).patch(agent).then().statusCode(400);
    }
  }
}
