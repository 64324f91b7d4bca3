package dev.ziggurat.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks up to every address there is, with every token and with none. */
@QuarkusTest
class RoutesTest {

  private static final Map<String, Set<String>> ROLES_BY_TOKEN =
      Map.of(
          "dev-viewer", Set.of("viewer"),
          "dev-admin", Set.of("viewer", "admin"),
          "dev-cron", Set.of("cron"));

  private static final Set<String> OPEN_TO_ALL = Set.of("POST /api/session");

  /** An operation of the OpenAPI document and the roles it declares. */
  private record Door(String method, String path, Set<String> roles) {

    /** The status that the bearer of this token gets; an empty one is not sent. */
    int knock(HttpClient client, String token) throws IOException, InterruptedException {
      var place =
          path.replace("{number}", "1").replaceAll("\\{[^}]*}", "none") + "?game=no-such-game";
      var request =
          HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + place));
      if (Set.of("GET", "HEAD", "DELETE").contains(method)) {
        request.method(method, BodyPublishers.noBody());
      } else {
        request
            .method(method, BodyPublishers.ofString("{}"))
            .header("Content-Type", "application/json");
      }
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      var answer = client.send(request.build(), BodyHandlers.ofInputStream());
      try (var rest = answer.body()) {
        // A stream of events has no end.
        if (!answer.headers().firstValue("Content-Type").orElse("").contains("event-stream")) {
          rest.readAllBytes();
        }
      }
      return answer.statusCode();
    }
  }

  private static List<Door> doors() {
    var document = given().get("/q/openapi?format=json").jsonPath();
    var doors = new ArrayList<Door>();
    Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
    paths.forEach(
        (path, operations) ->
            operations.forEach(
                (method, operation) -> {
                  var door = new Door(method.toUpperCase(), path, roles(operation));
                  doors.add(door);
                  if (door.method().equals("GET")) {
                    doors.add(new Door("HEAD", path, door.roles()));
                  }
                }));
    return doors.stream()
        .filter(door -> door.path().startsWith("/api/") || door.path().startsWith("/v1/"))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Set<String> roles(Map<String, Object> operation) {
    var security = (List<Map<String, List<String>>>) operation.getOrDefault("security", List.of());
    return security.isEmpty()
        ? Set.of()
        : Set.copyOf(security.getFirst().values().iterator().next());
  }

  @Test
  void everyDoorDeclaresWhoMayEnterAndTurnsEverybodyElseAway() throws Exception {
    var doors = doors();
    assertThat(doors).hasSizeGreaterThan(10);
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (var door : doors) {
        turnsEverybodyElseAway(client, door);
      }
    }
  }

  private static void turnsEverybodyElseAway(HttpClient client, Door door) throws Exception {
    var nobody = door.knock(client, "");
    if (OPEN_TO_ALL.contains(door.method() + " " + door.path())) {
      assertThat(door.roles()).isEmpty();
      assertThat(nobody).as("nobody at %s", door).isNotIn(401, 403, 500);
      return;
    }
    assertThat(door.roles()).as("roles of %s", door).isNotEmpty();
    assertThat(nobody).as("nobody at %s", door).isEqualTo(401);
    for (var each : ROLES_BY_TOKEN.entrySet()) {
      var status = door.knock(client, each.getKey());
      if (each.getValue().stream().anyMatch(door.roles()::contains)) {
        assertThat(status).as("%s at %s", each.getKey(), door).isNotIn(401, 403, 500);
      } else {
        assertThat(status).as("%s at %s", each.getKey(), door).isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/q/metrics",
        "/q/metrics/",
        "/q/metrics/prometheus",
        "/q//metrics",
        "/q/%6detrics",
        "/q/health/../metrics",
        "/q/metrics/anything",
      })
  void whatIsSpentIsShownToNobody(String path) {
    var answer = given().urlEncodingEnabled(false).get(path);
    assertThat(answer.statusCode()).isIn(401, 404);
    assertThat(answer.asString()).doesNotContain("ziggurat_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/dev-ui", "/q/arc/beans", "/q/info", "/q/scheduler", "/q/config"})
  void nothingElseIsToldOfTheInside(String path) {
    assertThat(given().get(path).statusCode()).isEqualTo(404);
  }
}
