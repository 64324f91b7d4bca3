package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Experiments in a browser: created, started, read, won. */
@QuarkusTest
class ExperimentsPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private static void click(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .first()
        .click();
  }

  @Test
  void anExperimentIsMadeReadAndWon() {
    var game = arena.game(24);
    var page = chromium.bearing("dev-admin");
    page.onDialog(Dialog::accept);
    page.navigate("/console/experiments?game=" + game);
    assertThat(page.locator("#experiments")).containsText("There is no experiment yet");
    click(page, "New experiment");
    page.locator("#experiment-name").fill("models");
    page.locator("#arm-name-0-new").fill("usual");
    page.locator("#arm-name-1-new").fill("other");
    page.locator("#arm-model-1-new").fill("no-such-model");
    page.locator("#arm-temperature-1-new").fill("0.5");
    click(page, "Create");
    assertThat(page.locator("#new-experiment [data-problem]"))
        .containsText("arms[1].model: no-such-model is not in the catalogue");
    // The browser complains of the refusal.
    chromium.complaints(page).clear();
    page.locator("#arm-model-1-new").fill("groq/openai/gpt-oss-120b");
    click(page, "Create");
    var card = page.locator("[data-experiment=models]");
    assertThat(card).containsText("groq/openai/gpt-oss-120b");
    assertThat(card).containsText("temperature 0.5");
    // A draft can be edited: what is emptied is as usual again.
    card.getByText("Edit", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#arm-model-1-models")).hasValue("groq/openai/gpt-oss-120b");
    page.locator("#arm-temperature-1-models").fill("");
    page.locator("#arm-instructions-1-models").fill("Be brief.");
    page.locator("dialog[open]").getByText("Save").click();
    assertThat(card).containsText("Be brief.");
    assertThat(card).not().containsText("temperature");
    click(page, "Start");
    assertThat(card).containsText("The first results are computed after tick 1.");
    arena.tick(game, "one").statusCode(200);
    arena.tick(game, "two").statusCode(200);
    page.navigate("/console/experiments?game=" + game);
    assertThat(card).containsText("Results as of tick 2; the next are computed after tick 3.");
    assertThat(card.locator("[data-metric=Profit] tbody tr")).hasCount(2);
    assertThat(card.locator("[data-metric=Cost] svg.interval")).hasCount(1);
    assertThat(card).containsText("however often you look");
    chromium.inspect(page, "experiments");
    chromium.show(page, "experiments");
    page.locator("tr", new Page.LocatorOptions().setHasText("other"))
        .first()
        .getByText("Use in this game")
        .click();
    assertThat(card).containsText("winner");
    assertThat(page.locator("#experiments")).containsText("Outside of experiments");
    page.navigate("/console/games?q=" + game);
    assertThat(page.locator("#variant-" + game)).hasValue(Pattern.compile("gpt-oss-120b"));
  }
}
