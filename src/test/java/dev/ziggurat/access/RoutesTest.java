package dev.ziggurat.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
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
    int knock(RequestSpecification request) {
      var place =
          path.replace("{number}", "1").replaceAll("\\{[^}]*}", "none") + "?game=no-such-game";
      if (!Set.of("GET", "HEAD", "DELETE").contains(method)) {
        request.contentType(ContentType.JSON).body("{}");
      }
      return request.request(method, place).statusCode();
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
  void everyDoorDeclaresWhoMayEnterAndTurnsEverybodyElseAway() {
    var doors = doors();
    assertThat(doors).hasSizeGreaterThan(10);
    for (var door : doors) {
      if (OPEN_TO_ALL.contains(door.method() + " " + door.path())) {
        assertThat(door.roles()).isEmpty();
        assertThat(door.knock(given())).as("nobody at %s", door).isNotIn(401, 403, 500);
        continue;
      }
      assertThat(door.roles()).as("roles of %s", door).isNotEmpty();
      assertThat(door.knock(given())).as("nobody at %s", door).isEqualTo(401);
      ROLES_BY_TOKEN.forEach(
          (token, roles) -> {
            var status = door.knock(given().header("Authorization", "Bearer " + token));
            if (roles.stream().anyMatch(door.roles()::contains)) {
              assertThat(status).as("%s at %s", token, door).isNotIn(401, 403, 500);
            } else {
              assertThat(status).as("%s at %s", token, door).isEqualTo(403);
            }
          });
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
