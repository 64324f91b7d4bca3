package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@Tag("full")
class TickPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void showsWhoAnsweredAndWhoFailedInTime() {
    arena.faults("{\"wandb\": {\"status\": 500, \"only\": {\"every\": 2}}}");
    var game = arena.game(12);
    arena.tick(game, "k1").statusCode(200);
    var page = tick(game, 1);
    assertThat(page.locator("[data-waterfall] tbody tr")).hasCount(12);
    assertThat(page.locator(".bar[data-of=wandb][data-failed]").first()).isVisible();
    assertThat(page.locator(".bar[data-of=wandb]:not([data-failed])").first()).isVisible();
    assertThat(page.locator("svg.bars[role=img]").first())
        .hasAttribute("aria-label", Pattern.compile("wandb .*: answered after \\d+ ms"));
    page.locator(".bar[data-tip][data-failed]").first().hover();
    assertThat(page.locator(".tip")).containsText("SERVER");
    chromium.inspect(page, "tick");
  }

  @Test
  void aTurnOpensBesideByKeyboardAndIsAPageOfItsOwn() {
    arena.faults("{\"wandb\": {\"status\": 401, \"variant\": \"key\"}}");
    var game = arena.game(3);
    arena.tick(game, "k1").statusCode(200);
    var page = tick(game, 1);
    var link = page.locator("a[data-turn]").first();
    var address = link.getAttribute("href");
    link.focus();
    page.keyboard().press("Enter");
    var drawer = page.locator("#drawer");
    assertThat(drawer).containsText("Decision");
    assertThat(drawer).containsText("AUTH");
    assertThat(drawer).containsText("Briefing as sent");
    assertThat(drawer).containsText("you are @agent-");
    assertThat(drawer).containsText("\"actions\"");
    chromium.inspect(page, "turn-drawer");
    page.keyboard().press("Escape");
    assertThat(drawer).isHidden();
    assertThat(link).isFocused();

    page.navigate(address);
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .containsText("@");
    assertThat(page.locator("main")).containsText("AUTH");
    chromium.inspect(page, "turn");
  }

  @Test
  void aTickOfManyComesAHundredTurnsAtATime() {
    var game = arena.game(130);
    arena.tick(game, "k1").statusCode(200);
    var page = tick(game, 1);
    assertThat(page.locator("[data-waterfall] tbody tr")).hasCount(100);
    assertThat(page.locator("ul.board li")).hasCount(130);
    chromium.inspect(page, "tick-of-many");
    page.getByText("Next hundred turns").click();
    assertThat(page.locator("[data-waterfall] tbody tr")).hasCount(30);
  }

  @Test
  void whoWasAskedStaysVisibleWhenTheAnswerCameTooLate() {
    var game = arena.game(1);
    arena.tick(game, "k1").statusCode(200);
    arena.change(
        "update turn set state = 'passed_over', path = null, decision = null, results = null"
            + " where game_id = ?",
        game);
    arena.change("update attempt set outcome = 'LATE' where game_id = ?", game);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/ticks/1/turns/agent-0001?game=" + game);
    assertThat(page.locator(".head .badge")).hasText("skipped");
    assertThat(page.locator("ol.stops li")).hasCount(1);
    assertThat(page.locator("ol.stops")).containsText("wandb LATE");
  }

  @Test
  void saysThatThereIsNoSuchTurn() {
    var game = arena.game(1);
    arena.tick(game, "k1").statusCode(200);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/ticks/1/turns/nobody?game=" + game);
    assertThat(page.locator("main")).containsText("has no turn of nobody");
  }

  private static Page tick(String game, long number) {
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/ticks/" + number + "?game=" + game);
    return page;
  }
}
