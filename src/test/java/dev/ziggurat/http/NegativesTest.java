package dev.ziggurat.http;

import static dev.ziggurat.http.ApiProbe.REFUSED;
import static dev.ziggurat.http.ApiProbe.allowed;
import static dev.ziggurat.http.ApiProbe.anonymous;
import static dev.ziggurat.http.ApiProbe.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.access.RandomSecret;
import dev.ziggurat.http.ApiWalk.Operation;
import dev.ziggurat.http.ApiWalk.Parameter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends nonsense to every operation that the OpenAPI document tells of, also to those that nobody
 * thought of here: each answers with the right status and a problem document, or an error object of
 * OpenAI from the gateway, none with 500. Usually each field and parameter meets a part of the
 * nonsense, each another part; with {@code -Pfull} all of it.
 */
@QuarkusTest
class NegativesTest {

  private static final String NOTHING = "application/x-nothing";
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final List<String> TOKENS = List.of("dev-viewer", "dev-admin", "dev-cron");
  private static final int TOO_LARGE = 4 * 1024 * 1024 + 1;

  /** With {@code -Pfull}. */
  private static final boolean EVERYTHING = Boolean.getBoolean("ziggurat.full");

  /** Values of each JSON type, by that type. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "string", List.of("\"x\"", "\"\""),
          "integer", List.of("7", "-1", "99999999999999999999999999"),
          "number", List.of("1.5", "1e999"),
          "boolean", List.of("true"),
          "array", List.of("[]", "[[[]]]", "[null]"),
          "object", List.of("{}", "{\"x\":{\"y\":[]}}"));

  /** Texts that have troubled readers. */
  private static final List<String> STRANGE_TEXTS =
      List.of("\"\\u0000\"", "\"" + "x".repeat(300_000) + "\"", "\"\\ud800\"", "\"<b>'--\"");

  @Inject Arena arena;

  private final ApiProbe probe = new ApiProbe();
  private ApiWalk api;
  private Map<String, String> existing;

  @BeforeEach
  void read() {
    api = ApiWalk.read();
    // A trigger that names no game ticks all that run: those that other tests left behind, too.
    arena.change("update game set state = 'paused'");
    existing = Map.of("game", arena.game(2));
    letPlay(existing.get("game"));
  }

  /** Also after another operation has deleted the game or its player. */
  private void letPlay(String game) {
    arena.change("update game set deleted_at = null where id = ?", game);
    arena.change(
        """
        update agent set kind = 'player', answer_within_millis = 0, deleted_at = null
        where game_id = ? and handle = 'agent-0001'
        """,
        game);
    arena.change("delete from player_token where secret = ?", RandomSecret.hash(ApiWalk.PLAYER));
    arena.change(
        """
        insert into player_token (game_id, handle, secret, hint, created_at, created_by)
        values (?, 'agent-0001', ?, 'pppp', now(), 'test')
        """,
        game,
        RandomSecret.hash(ApiWalk.PLAYER));
  }

  /** So many of them, at each place others; with {@code -Pfull} all. */
  private static <T> List<T> some(int count, List<T> all, Object place) {
    var from = Math.floorMod(place.toString().hashCode(), all.size());
    return Stream.concat(all.stream().skip(from), all.stream().limit(from))
        .limit(EVERYTHING ? all.size() : count)
        .toList();
  }

  @AfterEach
  void report() {
    probe.close();
    probe.report();
  }

  @Test
  void whoHasNoTokenOrAWrongOneIsRefused() {
    var session =
        given().formParam("token", "dev-admin").post("/api/session").cookie("ziggurat-session");
    for (var each : api.operations()) {
      if (each.tokens().isEmpty()) {
        assertThat(each).hasToString("POST /api/session");
        continue;
      }
      var at = each.at(existing);
      probe.refused(each, "no token", anonymous(each, at), 401);
      for (var credentials :
          List.of("Bearer guess", "Basic ZGV2LWFkbWlu", "Bearer ", "dev-admin")) {
        probe.refused(
            each, credentials, anonymous(each, at).header("Authorization", credentials), 401);
      }
      probe.refused(
          each,
          "a foreign cookie",
          anonymous(each, at).header("Cookie", "ziggurat-session=A"),
          401);
      if (!each.method().equals("GET") && each.tokens().contains("dev-admin")) {
        probe.refused(
            each,
            "a cookie alone",
            anonymous(each, at).header("Cookie", "ziggurat-session=" + session),
            403);
      }
      for (var token : TOKENS) {
        if (!each.tokens().contains(token)) {
          probe.refused(
              each, token, anonymous(each, at).header("Authorization", "Bearer " + token), 403);
        }
      }
    }
  }

  @Test
  void anotherMethodIsToldWhichThereAre() {
    api.methods()
        .forEach(
            (operation, methods) -> {
              for (var method : METHODS) {
                if (!methods.contains(method)) {
                  var request =
                      allowed(operation, operation.at(existing))
                          .method(method, BodyPublishers.noBody());
                  var answer = probe.refused(operation, method, request, 405);
                  if (answer.status() == 405) {
                    assertThat(answer.header("Allow"))
                        .as("%s as %s", operation, method)
                        .contains(methods);
                  }
                }
              }
            });
  }

  @Test
  void aTypeThatNobodyReadsOrWritesIsRefused() {
    for (var each : api.operations()) {
      var at = each.at(existing);
      if (!each.consumes().isEmpty()) {
        var text = BodyPublishers.ofString("x");
        probe.refused(each, "content type", allowed(each, at, NOTHING, text), 415);
        probe.refused(each, "broken type", allowed(each, at, "/;", text), Set.of(400, 415));
      }
      if (!each.produces().isEmpty()) {
        var empty = each.consumes().isEmpty() ? allowed(each, at) : json(each, at, "{}");
        // Where the type of the body chooses the method, the body is looked at first.
        var refusals = each.consumes().size() > 1 ? Set.of(400, 406) : Set.of(406);
        probe.refused(each, "accept", empty.copy().header("Accept", NOTHING), refusals);
        probe.odd(each, "broken accept", empty.copy().header("Accept", ";/,q="));
      }
    }
  }

  @Test
  void whatIsNoJsonIsRefused() {
    for (var each : withJson()) {
      var at = each.at(existing);
      for (var body :
          List.of(
              "{\"a\":",
              "{",
              "}",
              "{'a':1}",
              "\u0000",
              "[1,",
              "NaN",
              "\"",
              "\uFEFF",
              "\"text\"",
              "7",
              "true",
              "[]",
              "[{}]",
              "[".repeat(5_000),
              "{\"a\":".repeat(5_000))) {
        probe.refused(each, "body " + body, json(each, at, body), REFUSED);
      }
      for (var body : List.of("", "null", "{}", "{\"strange\":1}", "{\"a\":1}{")) {
        probe.odd(each, "body " + body, json(each, at, body));
      }
      var notUtf8 =
          BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
      probe.refused(each, "not UTF-8", allowed(each, at, "application/json", notUtf8), REFUSED);
    }
  }

  @Test
  void aFieldOfAWrongTypeIsRefused() {
    for (var each : withJson()) {
      fields("", each.body(), 0)
          .forEach(
              (path, schema) -> {
                var at = each.at(existing);
                for (var type : VALUES.keySet()) {
                  for (var value : some(1, VALUES.get(type), each + path + type)) {
                    var request = json(each, at, nested(path, value));
                    if (mayBe(schema, type)) {
                      probe.odd(each, path + " = " + value, request);
                    } else {
                      probe.refused(each, path + " = " + value, request, REFUSED);
                    }
                  }
                }
                for (var text : some(1, STRANGE_TEXTS, each + path)) {
                  probe.odd(each, path + " = " + text, json(each, at, nested(path, text)));
                }
              });
    }
  }

  private static boolean mayBe(JsonObject schema, String type) {
    var types = ApiWalk.types(schema);
    return types.isEmpty()
        || types.contains(type)
        || type.equals("integer") && types.contains("number");
  }

  @Test
  void aParameterOfAWrongTypeIsRefused() {
    for (var each : api.operations()) {
      if (each.tokens().contains(ApiWalk.PLAYER)) {
        letPlay(existing.get("game"));
      }
      for (var parameter : each.parameters("query")) {
        var begin = each.at(existing) + "?" + parameter.name() + "=";
        probe.refused(each, parameter.name() + "=%00", allowed(each, begin + "%00"), 400);
        var wrong = List.of("x", "%C3%A4", "1-", "2026-13-45T99:00:00Z", "%F0%9F%8F%9B");
        for (var value : some(2, wrong, each + parameter.name())) {
          var request = allowed(each, begin + value);
          if (isFree(parameter)) {
            probe.odd(each, parameter.name() + "=" + value, request);
          } else {
            probe.refused(each, parameter.name() + "=" + value, request, REFUSED);
          }
        }
        var odd =
            List.of("", "'%22%3B--", "-9223372036854775809", "x".repeat(3_000), "-1", "0", "1e9");
        for (var value : some(2, odd, each + parameter.name())) {
          probe.odd(each, parameter.name() + "=" + value, allowed(each, begin + value));
        }
      }
      for (var parameter : each.parameters("header")) {
        var odd = List.of("", "x", "\"x\"", "-1", "x".repeat(3_000), "\"1\", *", "W/\"");
        for (var value : some(2, odd, each + parameter.name())) {
          probe.odd(
              each,
              parameter.name() + ": " + value,
              allowed(each, each.at(existing)).header(parameter.name(), value));
        }
      }
    }
  }

  /** Whether any text will do. */
  private static boolean isFree(Parameter parameter) {
    return ApiWalk.types(parameter.schema()).equals(Set.of("string"))
        && !parameter.schema().containsKey("enum")
        && !parameter.schema().containsKey("format");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    for (var each : api.operations()) {
      for (var parameter : each.parameters("path")) {
        var strange =
            List.of(
                "none",
                "-1",
                "0",
                "1.5",
                "99999999999999999999999",
                "%20",
                "%C3%A4",
                "%25",
                "'--",
                "a%2Fb",
                "a%5Cb",
                "%0A",
                "%F0%9F%8F%9B",
                "x".repeat(3_000));
        for (var name : some(4, strange, each + parameter.name())) {
          var names = new LinkedHashMap<>(existing);
          names.put(parameter.name(), name);
          var request =
              each.consumes().isEmpty()
                  ? allowed(each, each.at(names))
                  : json(each, each.at(names), "{}");
          probe.refused(each, parameter.name() + " " + name, request, REFUSED);
        }
        var at = each.at(Map.of(parameter.name(), "a%00b"));
        probe.refused(each, parameter.name() + " with %00", allowed(each, at), 400);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/nowhere",
        "/api/admin",
        "/api/admin/",
        "/api/admin/nowhere",
        "/api/games/a/b/c/d",
        "/api/games/%2e%2e/x",
        "/api/%20",
        "/api/admin/audit/x"
      })
  void whereThereIsNothingAProblemSaysSo(String address) {
    var nowhere =
        new Operation(
            "GET", address, List.of("dev-admin"), List.of(), Set.of(), Set.of(), new JsonObject());
    probe.refused(nowhere, "nothing", allowed(nowhere, address), 404);
  }

  @Test
  void aBodyLargerThanAnyHonestOneIsRefused() throws IOException {
    var large = " ".repeat(TOO_LARGE).getBytes(StandardCharsets.US_ASCII);
    for (var each : api.operations()) {
      var at = each.at(existing);
      var announced = raw(each.method() + " " + at + " HTTP/1.1\r\nContent-Length: " + TOO_LARGE);
      assertThat(announced)
          .as("%s, announced", each)
          .contains(
              " 413 ",
              each.isOfGateway() ? "application/json" : "application/problem+json",
              each.isOfGateway() ? "\"error\":{" : "\"detail\":",
              "The body must not be");
      for (var type : each.consumes()) {
        var chunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        probe.refused(each, "large body in chunks", allowed(each, at, type, chunks), 413);
      }
    }
  }

  /** Refused before it is known what is asked for: only the status tells. */
  @Test
  void whatIsNotEvenARequestIsRefused() throws IOException {
    assertThat(raw("GET /api/games/%zz HTTP/1.1")).contains(" 400 ");
    assertThat(raw("GET /api/games/% HTTP/1.1")).contains(" 400 ");
    assertThat(raw("GET /api/" + "x".repeat(20_000) + " HTTP/1.1")).contains(" 414 ");
    assertThat(raw("GET /api/games HTTP/1.1\r\nX-Large: " + "x".repeat(20_000))).contains(" 431 ");
    assertThat(raw("GET /api/games HTTP/1.1\r\nno header")).containsAnyOf(" 400 ", " 401 ");
    assertThat(raw("POST /api/session HTTP/1.1\r\nContent-Length: -1")).contains(" 400 ");
    assertThat(raw("POST /api/session HTTP/1.1\r\nContent-Length: x")).contains(" 400 ");
  }

  private static String raw(String head) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      var request = head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<Operation> withJson() {
    return api.operations().stream()
        .filter(each -> each.consumes().contains("application/json"))
        .toList();
  }

  /** The schemas of a body's fields, by path. */
  private Map<String, JsonObject> fields(String prefix, JsonObject schema, int depth) {
    var fields = new LinkedHashMap<String, JsonObject>();
    var properties = schema.getJsonObject("properties", new JsonObject());
    for (var name : properties.fieldNames()) {
      var field = api.resolved(properties.getJsonObject(name));
      fields.put(prefix + name, field);
      if (depth < 3) {
        fields.putAll(fields(prefix + name + ".", field, depth + 1));
      }
    }
    return fields;
  }

  private static String nested(String path, String value) {
    var json = value;
    for (var name : List.of(path.split("\\.")).reversed()) {
      json = "{\"" + name + "\":" + json + "}";
    }
    return json;
  }
}
