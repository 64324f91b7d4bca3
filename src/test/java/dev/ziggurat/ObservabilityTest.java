package dev.ziggurat;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts of {@code deploy/observability} ask for series that there are. */
@QuarkusTest
class ObservabilityTest {

  private static final Path FOLDER = Path.of("deploy/observability");

  /** What an expression selects: a series of ours or of a library, and its matchers if any. */
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w:])((?:ziggurat|ft|http|agroal|jvm)_\\w+)(?![\\w:])(?:\\{(.*?)})?");

  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\"");

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");

  /** Those that Prometheus adds. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

  @Inject Arena arena;
  @Inject ObjectMapper json;

  @Test
  void dashboardAsksForSeriesThatThereAre() throws IOException {
    var dashboard = json.readTree(FOLDER.resolve("dashboard.json").toFile());
    var asked = asked(dashboard.findValuesAsText("expr"));

    assertThat(asked).hasSizeGreaterThan(15);
    assertAllAreThere(asked);
  }

  @Test
  void alertsWatchSeriesThatThereAre() throws IOException {
    try (var lines = Files.lines(FOLDER.resolve("alerts.yml"))) {
      var asked = asked(lines.filter(line -> !line.strip().startsWith("#")).toList());

      assertThat(asked).hasSizeGreaterThan(8);
      assertAllAreThere(asked);
    }
  }

  /** Each bucket of each address would be a series of its own. */
  @Test
  void onlyRequestsToTheGatewayHaveBuckets() {
    given().header("Authorization", "Bearer dev-admin").get("/v1/models").then().statusCode(200);
    given().header("Authorization", "Bearer dev-viewer").get("/api/games").then().statusCode(200);
    Awaitility.await()
        .untilAsserted(
            () -> {
              var requests =
                  metrics()
                      .lines()
                      .filter(line -> line.startsWith("http_server_requests_seconds"))
                      .toList();
              assertThat(requests).anyMatch(line -> line.contains("uri=\"/api/games\""));
              assertThat(requests.stream().filter(line -> line.contains("_bucket{")))
                  .isNotEmpty()
                  .allMatch(line -> line.contains("uri=\"/v1/"));
            });
  }

  private void assertAllAreThere(Map<String, Set<String>> asked) {
    arena.calm();
    var game = arena.game(2);
    var tries = new AtomicInteger();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              arena.tick(game, "try " + tries.incrementAndGet());
              given().header("Authorization", "Bearer dev-admin").get("/v1/models");
              var there = scraped();
              assertThat(there.keySet()).containsAll(asked.keySet());
              asked.forEach(
                  (name, labels) ->
                      assertThat(there.get(name)).as("labels of %s", name).containsAll(labels));
            });
  }

  /** The labels that are matched, by series. */
  private static Map<String, Set<String>> asked(Collection<String> expressions) {
    return labels(
        expressions.stream().flatMap(text -> SELECTOR.matcher(text).results()).map(Labelled::of));
  }

  private static String metrics() {
    return given()
        .header("Authorization", "Bearer dev-viewer")
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static Map<String, Set<String>> scraped() {
    return labels(
        metrics()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .flatMap(line -> SAMPLE.matcher(line).results())
            .map(Labelled::of));
  }

  private static Map<String, Set<String>> labels(Stream<Labelled> series) {
    return series.collect(
        groupingBy(Labelled::name, flatMapping(one -> one.labels().stream(), toSet())));
  }

  private record Labelled(String name, Set<String> labels) {

    static Labelled of(MatchResult selector) {
      var matchers = selector.group(2) == null ? "" : selector.group(2);
      return new Labelled(
          selector.group(1),
          LABEL
              .matcher(matchers)
              .results()
              .map(label -> label.group(1))
              .filter(label -> !OF_THE_SCRAPE.contains(label))
              .collect(toSet()));
    }
  }
}
