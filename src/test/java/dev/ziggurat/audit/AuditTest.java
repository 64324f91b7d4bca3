package dev.ziggurat.audit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AuditTest {

  @Inject Audit audit;
  @Inject Arena arena;

  /** Tests share a database: this one's entries are found by their subject. */
  private String place;

  @BeforeEach
  void write() {
    place = "test-" + UUID.randomUUID();
    audit.recordOf("Ada (admin token)", "test.first", place, Map.of("from", 1, "to", 2));
    audit.recordOf("admin token", "test.second", place + "/agents/ada", Map.of());
    audit.recordOf("bo@example.org (OIDC)", "tests.third", place + "x", Map.of());
    arena.change(
        "update audit set at = timestamptz '2026-01-01 12:00Z' where action = 'test.first' and subject = ?",
        place);
  }

  private static JsonPath read(String query) {
    return given()
        .urlEncodingEnabled(false)
        .auth()
        .oauth2("dev-viewer")
        .get("/api/admin/audit?" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @Test
  void anEntryTellsWhoDidWhatToWhat() {
    var entry = read("subject=" + place + "&action=test.first");

    assertThat(entry.getList("items")).hasSize(1);
    assertThat(entry.getString("items[0].who")).isEqualTo("Ada (admin token)");
    assertThat(entry.getString("items[0].action")).isEqualTo("test.first");
    assertThat(entry.getString("items[0].subject")).isEqualTo(place);
    assertThat(entry.getString("items[0].at")).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(entry.getMap("items[0].detail")).isEqualTo(Map.of("from", 1, "to", 2));
  }

  @ParameterizedTest
  @CsvSource({
    "subject={}, test.second test.first",
    "subject={}/agents/ada, test.second",
    "subject={}/agents/a, ''",
    "subject={}&action=test, test.second test.first",
    "subject={}&action=tes, ''",
    "subject={}x&action=tests, tests.third",
    "subject={}&who=ADA, test.first",
    "subject={}&who=admin%20token, test.second test.first",
    "subject={}&who=%25, ''",
    "subject={}&from=2026-01-01T12:00:00Z&to=2026-01-01T12:00:01Z, test.first",
    "subject={}&from=2026-01-01T13:00:00%2B01:00&to=2026-01-01T12:00:01Z, test.first",
    "subject={}&to=2026-01-01T12:00:00Z, ''",
    "subject={}&who=&action=, test.second test.first",
    "subject={}' or true--, ''",
  })
  void filtersNarrowIt(String query, String actions) {
    var found =
        read(query.replace("{}", place).replace(" ", "%20")).<String>getList("items.action");

    assertThat(String.join(" ", found)).isEqualTo(actions);
  }

  @Test
  void pagesFollowOneAnother() {
    for (int i = 0; i < 7; i++) {
      audit.recordOf("admin token", "count.up", place, Map.of("i", i));
    }
    var query = "action=count&limit=3&subject=" + place;
    var seen = new ArrayList<Integer>();
    var page = read(query);
    seen.addAll(page.getList("items.detail.i"));
    while (page.getString("next") != null) {
      audit.recordOf("admin token", "count.up", place, Map.of("i", 100));
      page = read(query + "&cursor=" + page.getString("next"));
      seen.addAll(page.getList("items.detail.i"));
    }

    assertThat(seen).isEqualTo(List.of(6, 5, 4, 3, 2, 1, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "from=yesterday, from:",
    "to=2026-01-01, to:",
    "to=, to:",
    "from=, from:",
    "to=%2B12026-01-01T00:00:00Z, to:",
    "from=-0001-01-01T00:00:00Z, from:",
    "cursor=x, cursor:",
    "limit=0, limit:",
  })
  void aWrongFilterIsNamed(String query, String parameter) {
    given()
        .urlEncodingEnabled(false)
        .auth()
        .oauth2("dev-admin")
        .get("/api/admin/audit?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(parameter));
  }

  @Test
  void whatWasDoneOutsideARequestNamesItself() {
    given()
        .auth()
        .oauth2("dev-viewer")
        .queryParam("subject", place + "x")
        .get("/api/admin/audit")
        .then()
        .body("items", hasSize(1))
        .body("items[0].who", equalTo("bo@example.org (OIDC)"));
  }
}
