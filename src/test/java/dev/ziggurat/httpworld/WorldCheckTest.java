package dev.ziggurat.httpworld;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.ziggurat.httpworld.check.WorldCheck;
import dev.ziggurat.httpworld.check.WorldCheckReport;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A world that breaks a rule of the contract fails the check of that rule, and no other. */
@QuarkusTest
class WorldCheckTest {

  private static final WorldCheck.Extent SMALL =
      new WorldCheck.Extent(60, 2, Duration.ofMinutes(2), 2 << 20);

  @Inject WorldCheck check;
  private final TestWorld world = new TestWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private WorldCheckReport run() {
    return check.run(new WorldAddress(world.url(), "TEST_WORLD_KEY"), SMALL, _ -> {});
  }

  private static List<String> names(WorldCheckReport report, String outcome) {
    return report.rules().stream()
        .filter(rule -> rule.outcome().equals(outcome))
        .map(WorldCheckReport.Rule::name)
        .toList();
  }

  private static WorldCheckReport.Rule rule(WorldCheckReport report, String name) {
    return report.rules().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWorldThatKeepsAllOfThemPasses() {
    var told = new ArrayList<String>();
    var report = check.run(new WorldAddress(world.url(), "TEST_WORLD_KEY"), SMALL, told::add);
    assertThat(names(report, "failed")).as(report.toString()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.name()).contains("Pot");
    // It cannot tell keys that are older than the last one.
    assertThat(names(report, "skipped")).containsExactly("older-key");
    assertThat(told).contains("manifest", "discard");
    assertThat(report.timings())
        .extracting(WorldCheckReport.Timing::operation, WorldCheckReport.Timing::requests)
        .containsExactly(tuple("brief", 2), tuple("apply", 2));
    assertThat(report.timings().getFirst().limitMillis()).isEqualTo(4_000);
    assertThat(world.knows("check-")).as("all are discarded").isFalse();
    assertThat(world.asked.stream().anyMatch(TestWorld.Asked::compressed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unsigned",
        "wrong-signature",
        "outdated-signature",
        "found-twice",
        "wrong-setting",
        "unknown-instance",
        "brief",
        "replay",
        "brief-changes-nothing",
        "wrong-actions",
        "joining-agents",
        "same-key",
        "newer-epoch",
        "older-epoch",
        "kept-epoch",
        "older-key",
        "at-once",
        "many-agents",
        "malformed-body",
        "oversized-body",
        "discard"
      })
  void aRuleThatIsBroken(String name) {
    world.broken.add(name);
    failsOnly(name);
  }

  private WorldCheckReport.Rule failsOnly(String name) {
    var report = run();
    assertThat(names(report, "failed")).as(report.toString()).containsExactly(name);
    assertThat(report.passed()).isFalse();
    var rule = rule(report, name);
    assertThat(rule.advice()).isPresent();
    assertThat(rule.seen()).isNotBlank();
    return rule;
  }

  @Test
  void anAdminChecksOneByRest() {
    var body =
        "{\"url\": \"%s\", \"keyVariable\": \"%s\"}".formatted(world.url(), "TEST_WORLD_KEY");
    world.broken.add("older-epoch");
    PotGame.post("/api/admin/worlds/check", body)
        .statusCode(200)
        .body("passed", equalTo(false))
        .body("rules.findAll { it.outcome == 'failed' }.name", equalTo(List.of("older-epoch")))
        .body("timings[0].agents", equalTo(1000));
    PotGame.post("/api/admin/worlds/check", body.replace("TEST_WORLD_KEY", "SHORT_WORLD_KEY"))
        .statusCode(400)
        .body("detail", containsString("keyVariable: the key in SHORT_WORLD_KEY has fewer"));
    PotGame.post(
            "/api/admin/worlds/check", "{\"url\": \"ftp://x\", \"keyVariable\": \"A_WORLD_KEY\"}")
        .statusCode(400)
        .body("detail", containsString("url: must be"));
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/admin/worlds/check")
        .then()
        .statusCode(403);
    PotGame.get("/console/games").body(not(containsString("Check a world")));
    given()
        .header("Authorization", "Bearer dev-admin")
        .get("/console/games")
        .then()
        .body(containsString("Check a world"));
  }

  @Test
  void withoutAManifestNothingElseIsTried() {
    world.lies.put("manifest", manifest -> manifest.remove("name"));
    assertThat(failsOnly("manifest").seen()).contains("name: must be a text");
    assertThat(world.asked("brief")).isZero();
  }

  @Test
  void anotherKey() {
    world.key = "another key, of which we do not know anything";
    assertThat(failsOnly("manifest").seen()).contains("status 401: wrong signature");
  }

  @Test
  void aFoundingWithoutADigest() {
    world.lies.put("found", answer -> answer.remove("digest"));
    assertThat(failsOnly("found").seen()).contains("digest: must be a text");
  }

  @Test
  void resultsThatAreMissing() {
    world.lies.put("apply", answer -> answer.remove("results"));
    assertThat(failsOnly("apply").seen()).contains("results: must be a list");
  }

  @Test
  void textsThatAreTooLong() {
    world.lies.put("brief", answer -> answer.put("shared", "x".repeat(70_000)));
    assertThat(failsOnly("brief").seen()).contains("shared: cut to 65536 bytes");
  }

  @Test
  void aClockThatFails() {
    world.lies.put(
        "apply",
        answer -> {
          if (answer.path("events").path(0).path("text").asText().startsWith("clock")) {
            answer.put("status", 500);
          }
        });
    assertThat(failsOnly("clock").seen()).contains("status 500");
  }

  @Test
  void anInterventionWithoutItsEffect() {
    world.lies.put(
        "apply",
        answer -> {
          if (answer.has("effect") || answer.has("refused")) {
            answer.remove("refused");
            answer.put("effect", "done");
          }
        });
    assertThat(failsOnly("interventions").seen()).contains("effect: must be a JSON object");
  }

  @Test
  void aViewOfNoBlocks() {
    world.lies.put(
        "view", answer -> ((ArrayNode) answer.path("blocks")).addObject().put("heading", 3));
    assertThat(failsOnly("views").seen()).contains("heading: must be a text");
  }

  @Test
  void aWorldThatDoesNotAnswerInTime() {
    world.faults.put("apply", TestWorld.Fault.SILENT);
    var report = run();
    assertThat(names(report, "failed")).containsExactly("unknown-instance", "apply");
    assertThat(rule(report, "apply").seen()).contains("did not answer apply within 4000 ms");
  }

  @Test
  void whatIsNotOfferedIsSkipped() {
    world.lies.put(
        "manifest",
        manifest ->
            manifest.remove(
                List.of("replay", "clock", "settingsSchema", "interventions", "views")));
    var report = run();
    assertThat(report.passed()).as(report.toString()).isTrue();
    assertThat(names(report, "skipped"))
        .containsExactlyInAnyOrder(
            "wrong-setting",
            "replay",
            "brief-changes-nothing",
            "clock",
            "interventions",
            "views",
            "older-key",
            "discard");
    assertThat(rule(report, "same-key").seen()).contains("digests not compared");
  }

  @Test
  void aCheckThatTakesTooLongHasNotPassed() {
    var report =
        check.run(
            new WorldAddress(world.url(), "TEST_WORLD_KEY"),
            new WorldCheck.Extent(2, 1, Duration.ZERO),
            _ -> {});
    assertThat(report.passed()).isFalse();
    assertThat(rule(report, "discard").seen()).contains("not tried", "longer than 0 s");
    assertThat(world.asked).isEmpty();
  }
}
