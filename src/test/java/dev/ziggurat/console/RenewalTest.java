package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages renew themselves while people are in them, whatever the texts are that they show. */
@QuarkusTest
class RenewalTest {

  private static final String HOSTILE =
      "</script></textarea></pre><img src=x onerror=alert(1)>\"'><svg/onload=alert(2)>{frame.title}${1}";

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void calm() {
    arena.calm();
    game = arena.game(3);
  }

  private Page page(String path) {
    var page = chromium.bearing("dev-admin");
    page.navigate("/console/" + path + (path.contains("?") ? "&" : "?") + "game=" + game);
    return page;
  }

  @Test
  void whoStandsInATableStaysThereWhenATickCloses() {
    arena.tick(game, "one").statusCode(200);
    var page = page("agents");
    assertThat(page.locator("#live")).hasText("live");
    var link = page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("@agent-0002"));
    link.focus();
    arena.tick(game, "two").statusCode(200);
    assertThat(page.locator("#agents tbody tr").first()).containsText("2");
    assertThat(link).isFocused();
  }

  @Test
  void aMemoThatNobodyTouchedStaysTheAgents() {
    var page = page("agents/agent-0001");
    arena.change("update agent set memo = 'noted since' where game_id = ?", game);
    page.getByLabel("Persona", new Page.GetByLabelOptions().setExact(true)).fill("Is new.");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
    assertThat(page.locator("#notices")).containsText("Saved");
    assertThat(arena.rows("select persona || '|' || memo from agent where game_id = ?", game))
        .contains("Is new.|noted since");
  }

  @Test
  void secondsMayHaveDecimals() {
    var page = page("games");
    page.locator("#games tr", new Page.LocatorOptions().setHasText(game)).getByText("Edit").click();
    var dialog = page.locator("#edit-" + game);
    dialog.getByLabel("Seconds between ticks").fill("2.01");
    dialog.getByText("Save", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(dialog).isHidden();
    assertThat(arena.number("select period_millis from game where id = ?", game)).isEqualTo(2010);
  }

  @Test
  void hostileTextsAreTexts() {
    arena.change("update game set name = ? where id = ?", HOSTILE, game);
    arena.change(
        "update agent set persona = ?, memo = ? where game_id = ?", HOSTILE, HOSTILE, game);
    arena.tick(game, "one").statusCode(200);
    arena.change("update babylon_market set question = ? where game_id = ?", HOSTILE, game);
    arena.change(
        "update attempt set reason = ?, model_asked = ? where game_id = ?", HOSTILE, HOSTILE, game);
    var market =
        arena.rows("select id from babylon_market where game_id = ? limit 1", game).getFirst();
    var alerts = new ArrayList<String>();
    for (var path :
        List.of(
            "",
            "games",
            "agents",
            "agents/agent-0001",
            "markets",
            "markets/" + market,
            "ticks",
            "ticks/1",
            "ticks/1/turns/agent-0001",
            "usage?by=model",
            "calls",
            "calls?model=%22%3E%3Cimg",
            "audit?who=%22%3E%3Cimg",
            "ai-models",
            "drills")) {
      var page = page(path);
      page.onDialog(
          dialog -> {
            alerts.add(path);
            dialog.dismiss();
          });
      page.waitForLoadState();
      assertThat(page.locator("h1")).isVisible();
      assertThat(page.locator("img[src=x]")).hasCount(0);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(
                  Path.of(
                      "target/screenshots/hostile-"
                          + path.replaceAll("[^a-z0-9]+", "-")
                          + ".png")));
      assertThat(chromium.complaints(page)).as(path).isEmpty();
      page.close();
    }
    assertThat(alerts).isEmpty();
  }
}
