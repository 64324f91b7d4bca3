package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers load: nothing that a page does not use, and compressed. */
@QuarkusTest
class PageWeightTest {

  private static final Pattern FILE = Pattern.compile("/static/bundle/[\\w.-]+\\.(js|css)");

  /** All scripts without those of charts, whole; the charts alone have 545 KB. */
  private static final int MOST_BYTES = 150_000;

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  private static HttpResponse<byte[]> get(String path, String encoding)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
              .header("Authorization", "Bearer dev-viewer")
              .header("Accept-Encoding", encoding)
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  private static List<String> files(String path) throws IOException, InterruptedException {
    var page = new String(get(path, "identity").body(), java.nio.charset.StandardCharsets.UTF_8);
    return FILE.matcher(page).results().map(found -> found.group()).distinct().toList();
  }

  /** Follows the imports that a browser loads before it runs a script. */
  @Test
  void noPageLoadsTheChartLibraryWithItsScripts() throws Exception {
    var queue = new ArrayList<>(files("/console/"));
    assertThat(queue).hasSizeGreaterThanOrEqualTo(2);
    var bytes = 0;
    for (var next = 0; next < queue.size(); next++) {
      var script = new String(get(queue.get(next), "identity").body());
      bytes += script.length();
      Pattern.compile("(?:import|from)\\s*\"(/static/bundle/[\\w.-]+\\.js)\"")
          .matcher(script)
          .results()
          .map(found -> found.group(1))
          .filter(file -> !queue.contains(file))
          .forEach(queue::add);
    }
    assertThat(bytes).as(queue.toString()).isLessThan(MOST_BYTES);
  }

  @Test
  void onlyPagesWithAChartAskForIt() {
    arena.calm();
    var game = arena.game(2);
    arena.tick(game, "one").statusCode(200);
    var page = chromium.bearing("dev-viewer");
    var asked = new ArrayList<String>();
    page.onRequest(request -> asked.add(request.url()));
    for (var path : List.of("agents", "games", "keys", "audit", "ai-models", "ticks/1")) {
      page.navigate("/console/" + path + "?game=" + game);
      page.waitForLoadState();
      assertThat(page.locator("h1")).isVisible();
      assertThat(page.locator("figure[data-chart]")).hasCount(0);
    }
    assertThat(asked).noneMatch(url -> url.contains("echarts"));
    page.navigate("/console/ticks?game=" + game);
    assertThat(page.locator("#took .canvas svg")).isVisible();
    assertThat(asked).anyMatch(url -> url.contains("echarts"));
    assertThat(chromium.complaints(page)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/", "/console/ticks", "/api/games", "/api/admin/models"})
  void pagesAndAnswersAreCompressed(String path) throws Exception {
    var compressed = get(path, "gzip");
    assertThat(compressed.headers().firstValue("Content-Encoding")).as(path).contains("gzip");
    var whole = get(path, "identity");
    assertThat(whole.headers().firstValue("Content-Encoding").orElse("identity"))
        .isEqualTo("identity");
    assertThat(compressed.body().length).isLessThan(Math.max(600, whole.body().length));
  }

  @Test
  void scriptsAndStylesAreCompressed() throws Exception {
    for (var file : files("/console/")) {
      var compressed = get(file, "gzip, deflate, br");
      assertThat(compressed.headers().firstValue("Content-Encoding")).as(file).contains("gzip");
      assertThat(compressed.headers().firstValue("Vary")).as(file).contains("Accept-Encoding");
      assertThat(compressed.body().length)
          .as(file)
          .isLessThan(get(file, "identity").body().length / 2);
    }
  }

  @Test
  void eventStreamsAndTheGatewayAreNotCompressed() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var events =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("http://localhost:" + RestAssured.port + "/api/admin/events"))
                  .header("Authorization", "Bearer dev-viewer")
                  .header("Accept-Encoding", "gzip")
                  .build(),
              HttpResponse.BodyHandlers.ofInputStream());
      assertThat(events.headers().firstValue("Content-Encoding").orElse("identity"))
          .isEqualTo("identity");
      try (var body = events.body()) {
        // The first line comes at once, not when a buffer is full.
        assertThat(body.read()).isBetween((int) ' ', (int) 'z');
      }
    }
    given()
        .header("Authorization", "Bearer dev-admin")
        .header("Accept-Encoding", "gzip")
        .contentType("application/json")
        .body("{\"model\": \"auto\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200)
        .header("Content-Encoding", not(equalTo("gzip")));
  }
}
