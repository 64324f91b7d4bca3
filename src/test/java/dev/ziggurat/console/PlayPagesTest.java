package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an admin does to a game by hand, in the console. */
@QuarkusTest
@Tag("full")
class PlayPagesTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void play() {
    arena.calm();
    game = arena.game(12);
    arena.tick(game, "k1").statusCode(200);
    arena.tick(game, "k2").statusCode(200);
  }

  private Page visit(String token, String path) {
    var page = chromium.bearing(token);
    page.navigate(path + "?game=" + game);
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void changesTheSettingsOfTheWorld() {
    var page = visit("dev-admin", "/console/world-settings");
    assertThat(page.locator("[name=openMarkets]")).hasValue("3");
    chromium.inspect(page, "world-settings");
    page.locator("[name=openMarkets]").fill("4");
    page.locator("[name=theme]").fill("{\"sources\": []}");
    button(page, "Save").click();
    assertThat(page.locator("[data-problem]")).containsText("theme.sources: must be a list");
    page.locator("[name=theme]").fill("{\"sources\": [\"The town crier\"]}");
    button(page, "Save").click();
    assertThat(page.getByText("Saved.")).isVisible();
    new Desk(game)
        .get("/world-settings")
        .body("openMarkets", equalTo(4))
        .body("theme.sources[0]", equalTo("The town crier"))
        .body("maxPeriods", equalTo(40));
  }

  @Test
  void opensAMarketThatARuleDecides() {
    var page = visit("dev-admin", "/console/markets");
    button(page, "Open a market").click();
    page.getByLabel("Question").fill("Will it flood?");
    page.getByLabel("Closes")
        .fill(LocalDateTime.now().plusDays(2).truncatedTo(ChronoUnit.MINUTES).toString());
    page.locator("#open-market [name=decidedBy]").selectOption("rule");
    page.locator("#open-market [name=rule]")
        .fill("{\"kind\": \"mentions\", \"tag\": \"flood\", \"atLeast\": 5}");
    page.locator("#open-market")
        .getByText("Open", new Locator.GetByTextOptions().setExact(true))
        .click();
    assertThat(page.locator("#markets-open"))
        .containsText("yes if at least 5 posts and comments mention #flood");
    chromium.inspect(page, "markets-of-rules");
  }

  @Test
  void opensAMarketThatIsThereAtOnce() {
    var page = visit("dev-admin", "/console/markets");
    button(page, "Open a market").click();
    page.getByLabel("Question").fill("Will it rain before the festival?");
    page.getByLabel("Closes")
        .fill(LocalDateTime.now().plusDays(2).truncatedTo(ChronoUnit.MINUTES).toString());
    page.getByLabel("Outcome").selectOption("no");
    page.getByLabel("Liquidity in points").fill("120");
    chromium.inspect(page, "market-opening");
    page.locator("#open-market")
        .getByText("Open", new Locator.GetByTextOptions().setExact(true))
        .click();

    assertThat(page.locator("#open-market")).isHidden();
    assertThat(page.locator("#markets-open")).containsText("Will it rain before the festival?");
    assertThat(page.locator("#house tbody tr")).hasCount(4);
    assertThat(page.locator("#deeds tbody tr")).hasCount(1);
    assertThat(page.locator("#deeds")).containsText("open");
    Assertions.assertThat(
            arena.rows(
                "select liquidity_micro_points || ' ' || outcome from babylon_market"
                    + " where game_id = ? and id = 'm2-1000'",
                game))
        .containsExactly("120000000 false");
    chromium.inspect(page, "markets-by-hand");
  }

  @Test
  void saysWhichFieldOfAMarketIsWrong() {
    var page = visit("dev-admin", "/console/markets");
    button(page, "Open a market").click();
    page.getByLabel("Question").fill("Will it have rained?");
    page.getByLabel("Closes").fill("2020-01-01T12:00");
    page.getByLabel("Outcome").selectOption("no");
    page.keyboard().press("Enter");
    assertThat(page.locator("#open-market [data-problem]"))
        .containsText("closesAt: must lie after");
    assertThat(page.getByLabel("Closes")).hasAttribute("aria-invalid", "true");
  }

  @Test
  void resolvesAMarketEarly() {
    var page = visit("dev-admin", "/console/markets/m0-0");
    button(page, "Resolve early").click();
    page.getByLabel("Answer").selectOption("yes");
    chromium.inspect(page, "market-resolving");
    button(page, "Resolve and pay").click();
    assertThat(page.locator("#market")).containsText("The outcome is yes.");
    assertThat(button(page, "Resolve early")).hasCount(0);
    new Desk(game).replay().body("matches", equalTo(true));
  }

  @Test
  void voidsAMarketAfterAskingAgain() {
    var page = visit("dev-admin", "/console/markets/m0-1");
    button(page, "Void").click();
    button(page, "Cancel").last().click();
    assertThat(page.locator("#market")).containsText("open");
    button(page, "Void").click();
    page.getByLabel("Reason").fill("asked badly");
    button(page, "Void and refund").click();
    assertThat(page.locator("#market")).containsText("All stakes were refunded");
    page.navigate("/console/markets?game=" + game);
    assertThat(page.locator("#markets-voided tbody tr")).hasCount(1);
    assertThat(page.locator("#deeds")).containsText("reason asked badly");
    assertThat(page.locator("#house")).containsText("points add up");
  }

  @Test
  void whoMayOnlyLookIsOfferedNothingToDo() {
    var page = visit("dev-viewer", "/console/markets");
    assertThat(page.locator("#house")).isVisible();
    assertThat(button(page, "Open a market")).hasCount(0);
    page.navigate("/console/markets/m0-0?game=" + game);
    assertThat(page.locator("#market")).containsText("open");
    assertThat(button(page, "Void")).hasCount(0);
    page.navigate("/console/ticks?game=" + game);
    assertThat(page.locator("#ticks tbody tr")).hasCount(2);
    assertThat(button(page, "Replay")).hasCount(0);
  }

  @Test
  void intervenesInAGameOfAnotherWorld() {
    // Its id comes late, so that no page without a game shows it.
    game = "z-" + UUID.randomUUID().toString().substring(0, 8);
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(
            """
            {"id": "%s", "name": "Race", "world": "counter", "periodMillis": 60000,
             "agents": [{"handle": "ada", "persona": "Is in a hurry."}]}"""
                .formatted(game))
        .post("/api/games")
        .then()
        .statusCode(201);
    arena.tick(game, "one").statusCode(200);
    try {
      var page = visit("dev-admin", "/console/interventions");
      assertThat(page.locator("#interventions")).containsText("Nothing was done by hand.");
      button(page, "Send an agent back").click();
      var form = page.locator("dialog[open]");
      form.getByLabel("agent").fill("ada");
      chromium.inspect(page, "interventions-form");
      form.getByLabel("agent").press("Enter");
      assertThat(page.locator("#interventions tbody tr")).hasCount(1);
      assertThat(page.locator("#interventions")).containsText("send-back agent ada");
      chromium.inspect(page, "interventions");

      button(page, "Send an agent back").click();
      form.getByLabel("agent").fill("eve");
      form.getByLabel("agent").press("Enter");
      assertThat(form.locator("[data-problem]")).containsText("'eve' has not moved");
      assertThat(form.getByLabel("agent")).hasAttribute("aria-invalid", "true");

      page = visit("dev-viewer", "/console/interventions");
      assertThat(page.locator("#interventions tbody tr")).hasCount(1);
      assertThat(button(page, "Send an agent back")).hasCount(0);
    } finally {
      arena.change("update game set deleted_at = now() where id = ?", game);
    }
  }

  @Test
  void replaysAGameAndTellsWhereItDiffers() {
    new Desk(game).open();
    var page = visit("dev-admin", "/console/ticks");
    assertThat(page.locator("#replay")).isHidden();
    button(page, "Replay").click();
    assertThat(page.locator("#replay"))
        .containsText("Replay matches: 4 digests of 2 ticks and 1 intervention");
    chromium.inspect(page, "replay");
    arena.change(
        "update turn set decision = '{\"actions\":[]}' where game_id = ? and tick = 2", game);
    button(page, "Replay").click();
    assertThat(page.locator("#replay")).containsText("First difference at tick 2");
  }
}
