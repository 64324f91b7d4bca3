package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all pages of the console have in common, and the first ones a newcomer sees. */
@QuarkusTest
class ConsoleTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @ParameterizedTest
  @ValueSource(strings = {"/console/", "/console/ticks", "/console/sign-in", "/console/nowhere"})
  void runsNothingForeignAndIsFramedByNobody(String path) {
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get(path)
        .then()
        .header(
            "Content-Security-Policy",
            allOf(
                containsString("default-src 'none'"),
                containsString("script-src 'self'"),
                containsString("frame-ancestors 'none'"),
                not(containsString("unsafe"))))
        .header("Cache-Control", equalTo("no-store"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"));
  }

  @Test
  void showsWhoeverIsNotInYetToTheDoorAndBackAfterwards() {
    given()
        .redirects()
        .follow(false)
        .urlEncodingEnabled(false)
        .get("/console/ticks?game=a%26b")
        .then()
        .statusCode(303)
        .header(
            "Location", containsString("/console/sign-in?to=%2Fconsole%2Fticks%3Fgame%3Da%2526b"));
  }

  @Test
  void leadsFromTheRootToTheOverview() {
    var page = chromium.bearing("dev-viewer");
    page.navigate("/");
    assertThat(page.getByRole(AriaRole.HEADING, level(1))).hasText("Overview");
  }

  @Test
  void saysWhatIsNotThere() {
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/ticks?game=atlantis");
    assertThat(page.locator("main")).containsText("there is no game 'atlantis'");
    assertThat(chromium.complaints(page)).singleElement().asString().contains("404");
  }

  @Test
  void overviewTellsOfTheLatestTick() {
    arena.calm();
    var game = arena.game(5);
    arena.tick(game, "k1").statusCode(200);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/?game=" + game);
    assertThat(page.locator("#tick")).containsText("5 of 5 applied");
    assertThat(page.locator("#leaderboard tbody tr")).hasCount(5);
    chromium.inspect(page, "overview");
  }

  @Test
  void aPageIsCompleteWithoutScripts() {
    arena.calm();
    var game = arena.game(5);
    arena.tick(game, "k1").statusCode(200);
    var page = chromium.withoutScripts("dev-viewer");
    page.navigate("/console/?game=" + game);
    assertThat(page.locator("#price-lines .sketch")).isVisible();
    assertThat(page.locator("#price-lines .sketch path[data-series]")).hasCount(3);
    assertThat(page.locator("#tick li[data-state=applied]")).hasCount(5);
    page.navigate("/console/usage?game=" + game);
    assertThat(page.locator("#cost .sketch rect[data-of=wandb]")).isVisible();
    page.navigate("/console/agents/agent-0001?game=" + game);
    assertThat(page.locator("#costs .sketch rect")).hasCount(1);
  }

  @Test
  void ticksAreListedInTheViewersZone() {
    arena.calm();
    var game = arena.game(3);
    arena.tick(game, "k1").statusCode(200);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/ticks?game=" + game);
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("tbody time").first()).not().containsText("UTC");
    chromium.inspect(page, "ticks");
  }

  @Test
  void theDoorCanBeUsedByEverybody() {
    var page = chromium.stranger();
    page.navigate("/console/sign-in");
    assertThat(page.getByLabel("Token")).isFocused();
    chromium.inspect(page, "sign-in");
  }

  private static Page.GetByRoleOptions level(int level) {
    return new Page.GetByRoleOptions().setLevel(level);
  }
}
