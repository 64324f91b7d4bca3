package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table of compared models in a browser. */
@QuarkusTest
@Tag("full")
class ModelMetricsPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static Page compared(String query) {
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/usage/models?" + query);
    return page;
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  @Test
  void modelsAreComparedSortedAndSaved() throws Exception {
    var game = arena.game(5);
    arena.tick(game, "well").statusCode(200);
    arena.faults("{\"wandb\": {\"garbage\": true}}");
    arena.tick(game, "falls over").statusCode(200);
    arena.calm();
    arena.tick(game, "well again").statusCode(200);

    var page = compared("game=" + game);
    var rows = page.locator("tbody tr");
    assertThat(rows).hasCount(2);
    assertThat(page.locator("main")).containsText("simulated");
    assertThat(page.locator("main")).containsText("Profit per dollar");
    assertThat(page.locator("tfoot tr")).containsText("All models");
    // All of it is seen at once where it is inspected.
    assertThat(page.locator(".scroll").evaluate("area => area.scrollWidth - area.clientWidth"))
        .isEqualTo(0);
    chromium.inspect(page, "models-compared");
    chromium.show(page, "models-compared");

    var unusable = page.locator("thead a", new Page.LocatorOptions().setHasText("Unusable"));
    unusable.click();
    assertThat(page).hasURL(Pattern.compile(".*sort=-parseFailures.*"));
    assertThat(page.locator("th[aria-sort=descending] a[data-order=descending]"))
        .hasText("Unusable");
    assertThat(rows.first()).containsText("wandb");
    unusable.click();
    assertThat(page.locator("th[aria-sort=ascending] a[data-order=ascending]")).hasText("Unusable");
    assertThat(rows.first()).containsText("groq");

    var saved =
        page.waitForDownload(() -> page.getByRole(AriaRole.LINK, named("Download CSV")).click());
    assertThat(saved.suggestedFilename()).isEqualTo("models.csv");
    assertThat(Files.readAllLines(saved.path())).hasSize(3);
    var lines =
        page.waitForDownload(
            () -> page.getByRole(AriaRole.LINK, named("Download JSON Lines")).click());
    assertThat(Files.readAllLines(lines.path())).hasSize(2);
  }

  /** A provider may bill calls that it did not answer. */
  @Test
  void whatUnansweredCallsMayHaveCostIsShown() {
    var game = arena.game(1);
    arena.tick(game, "first").statusCode(200);
    arena.change("update attempt set at_most_nano = cost_nano + 1000000 where game_id = ?", game);
    var page = compared("game=" + game);
    assertThat(page.locator("tbody tr")).containsText("at most $");
    assertThat(page.locator("tfoot tr")).containsText("at most $");
    assertThat(page.locator("thead")).containsText("Latency p50");
    assertThat(page.locator("main")).containsText("Tokens per turn: input + output.");
    assertThat(page.locator("main")).containsText("Latency: of usable answers.");
  }

  @Test
  void onAPhoneTheSumIsACardAsTheRowsAre() {
    var game = arena.game(1);
    arena.tick(game, "first").statusCode(200);
    var page = compared("game=" + game);
    page.setViewportSize(390, 844);
    assertThat(page.locator("tfoot td[data-label=Attempts]")).isVisible();
    assertThat(
            page.locator("tfoot tr")
                .evaluate("row => Math.max(row.getBoundingClientRect().width, row.scrollWidth)"))
        .isEqualTo(page.locator("tbody tr").evaluate("row => row.getBoundingClientRect().width"));
  }

  @Test
  void whereNothingWasCalledThePageSaysSo() {
    var page = compared("game=" + arena.game(1));
    assertThat(page.locator(".empty")).containsText("No model was called in this time.");
    chromium.inspect(page, "models-compared-empty");
  }

  @Test
  void nonsenseIsNamed() {
    var page = compared("sort=beauty");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("sort: must be one of");
  }
}
