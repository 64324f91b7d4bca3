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
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages renew themselves while people are in them, whatever the texts are that they show. */
@QuarkusTest
class RenewalTest {

  private static final String HOSTILE =
      "</script></textarea></pre><img src=x onerror=alert(1)>\"'><svg/onload=alert(2)>{frame.title}${1}";

  /** What fingers cannot hit (WCAG 2.2, 2.5.8), with its size. */
  private static final String SMALL_TARGETS =
      """
      [...document.querySelectorAll('main :is(a, button, select, summary, input:not([type=hidden], [type=checkbox]))')]
        .map(each => [each.textContent.trim() || each.name, each.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)""";

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
    show(page, path);
    return page;
  }

  private void show(Page page, String path) {
    page.navigate("/console/" + path + (path.contains("?") ? "&" : "?") + "game=" + game);
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
  void selectedTextStaysSelectedUntilItIsLetGo() {
    arena.tick(game, "one").statusCode(200);
    var page = page("ticks");
    assertThat(page.locator("#live")).hasText("live");
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('#ticks tbody tr td:nth-child(2)'))");
    var selected = (String) page.evaluate("getSelection().toString()");
    assertThat(selected).isNotBlank();
    page.evaluate(
        "document.addEventListener('htmx:afterOnLoad', () => { document.body.dataset.asked = 'yes'; })");
    arena.tick(game, "two").statusCode(200);
    assertThat(page.locator("body[data-asked]")).hasCount(1);
    assertThat(page.evaluate("getSelection().toString()")).isEqualTo(selected);
    assertThat(page.locator("#ticks tbody tr")).hasCount(1);
    page.evaluate("getSelection().removeAllRanges()");
    assertThat(page.locator("#ticks tbody tr")).hasCount(2);
  }

  @Test
  void unsavedEditsAreAskedForAndNotRenewedAway() {
    var page = page("agents/agent-0001");
    var asked = new ArrayList<String>();
    page.onDialog(
        dialog -> {
          asked.add(dialog.type());
          dialog.dismiss();
        });
    var persona = page.getByLabel("Persona", new Page.GetByLabelOptions().setExact(true));
    persona.click();
    persona.fill("Half a sentence");
    page.evaluate("document.body.dispatchEvent(new CustomEvent('changed', { bubbles: true }))");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All agents")).click();
    page.waitForCondition(() -> asked.contains("beforeunload"));
    assertThat(persona).hasValue("Half a sentence");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
    assertThat(page.locator("#notices")).containsText("Saved");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("All agents")).click();
    assertThat(page.locator("h1")).hasText("Agents");
    assertThat(asked).containsExactly("beforeunload");
  }

  @Test
  void escapeDoesNotGiveUpWhatWasTyped() {
    var page = page("games?q=" + game);
    var answers = new ArrayDeque<>(List.of(false, true));
    page.onDialog(
        dialog -> {
          if (answers.remove()) {
            dialog.accept();
          } else {
            dialog.dismiss();
          }
        });
    page.locator("#games tr", new Page.LocatorOptions().setHasText(game)).getByText("Edit").click();
    var dialog = page.locator("#edit-" + game);
    var name = dialog.getByLabel("Name");
    var was = name.inputValue();
    name.fill("Another");
    page.keyboard().press("Escape");
    page.waitForCondition(() -> answers.size() == 1);
    assertThat(dialog).isVisible();
    assertThat(name).hasValue("Another");
    name.click();
    page.keyboard().press("Escape");
    assertThat(dialog).isHidden();
    page.locator("#games tr", new Page.LocatorOptions().setHasText(game)).getByText("Edit").click();
    assertThat(name).hasValue(was);
  }

  @Test
  void aPageSpeaksOneLanguageInAnyBrowser() {
    arena.tick(game, "one").statusCode(200);
    var page = chromium.german("dev-admin");
    page.navigate("/console/?game=" + game);
    assertThat(page.locator("#games time[data-time=ago]").first())
        .hasText(Pattern.compile("\\d+ (sec|min)\\. ago"));
    page.navigate("/console/ticks?game=" + game);
    var moment = page.locator("#ticks time").first();
    assertThat(moment).not().containsText("UTC");
    var month =
        LocalDate.now(ZoneId.of("Europe/Berlin"))
            .format(DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH));
    assertThat(moment).containsText(month);
    // The clock is the viewer's.
    assertThat(moment).not().containsText(Pattern.compile("[AP]M"));
  }

  @Test
  void aDialogSpeaksOfItsFieldsAndNotOfTheApis() {
    var page = page("agents/agent-0001");
    page.getByLabel("Own model").fill("unheard-of-model");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
    var problem = page.locator("#words [data-problem]");
    assertThat(problem).containsText("is not in the catalogue");
    assertThat(problem).not().containsText("force");
    page.getByLabel("Accept a model that is not in the catalogue").check();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save")).click();
    assertThat(page.locator("#notices")).containsText("Saved");
  }

  @Test
  void onAPhoneRowsAreCardsAndTargetsAreWideEnough() {
    for (var tick = 1; tick <= 8; tick++) {
      arena.tick(game, "tick " + tick).statusCode(200);
    }
    var page = page("ticks");
    page.setViewportSize(390, 844);
    assertThat(page.locator("#ticks tbody td").first()).hasAttribute("data-label", "Tick");
    assertThat(page.evaluate(SMALL_TARGETS)).isEqualTo(List.of());
    page.navigate("/console/agents/agent-0001?game=" + game);
    assertThat(page.locator("#deeds tbody tr")).hasCount(8);
    assertThat(page.locator("#deeds tbody td").first()).hasAttribute("data-label", "Tick");
    var tallest =
        page.evaluate(
            "Math.max(...[...document.querySelectorAll('#deeds tbody tr')].map(row => row.offsetHeight))");
    assertThat(((Number) tallest).intValue()).isLessThan(400);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target/screenshots/agent-cards.png")));
  }

  @Test
  void secondsMayHaveDecimals() {
    var page = page("games?q=" + game);
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
    var page = page("");
    page.onDialog(
        dialog -> {
          alerts.add(page.url());
          dialog.dismiss();
        });
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
      show(page, path);
      assertThat(page.locator("h1")).isVisible();
      assertThat(page.locator("img[src=x]")).hasCount(0);
      assertThat(chromium.complaints(page)).as(path).isEmpty();
    }
    assertThat(alerts).isEmpty();
  }
}
