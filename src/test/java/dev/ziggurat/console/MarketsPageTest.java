package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@Tag("full")
class MarketsPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  @Test
  void leadsFromTheListToAMarketWithItsPricesAndTrades() {
    var game = arena.game(20);
    for (var tick = 1; tick <= 4; tick++) {
      arena.tick(game, "k" + tick).statusCode(200);
    }
    var trades =
        arena.number(
            "select count(*) from babylon_trade where game_id = ? and market_id = 'm0-1'", game);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/markets?game=" + game);
    assertThat(page.locator("#markets-open tbody tr").first()).isVisible();
    chromium.inspect(page, "markets");

    page.locator("#markets-open a[href^='/console/markets/m0-1?']").click();
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .hasText(
            arena
                .rows("select question from babylon_market where game_id = ? and id = 'm0-1'", game)
                .getFirst());
    assertThat(page.locator("#price-history .canvas svg")).isVisible();
    assertThat(page.locator("#trades tbody tr")).hasCount((int) Math.min(trades, 50));
    chromium.inspect(page, "market");
  }

  @Test
  void showsWhatBecameOfAMarket() {
    var game = arena.game(2);
    arena.tick(game, "k1").statusCode(200);
    arena.change(
        "update babylon_market set closes_at = opened_at where game_id = ? and id = 'm0-0'", game);
    arena.tick(game, "k2").statusCode(200);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/markets?game=" + game);
    assertThat(page.locator("#markets-resolved tbody tr")).hasCount(1);
    page.locator("#markets-resolved tbody a").click();
    assertThat(page.locator("#market")).containsText("The outcome is");
  }

  @Test
  void aChartStaysWhenItsPartIsRenewed() {
    var game = arena.game(5);
    arena.tick(game, "k1").statusCode(200);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/markets/m0-0?game=" + game);
    assertThat(page.locator("#price-history .canvas svg")).isVisible();
    page.evaluate("document.querySelector('#price-history .canvas svg').dataset.known = 'yes'");
    page.waitForResponse(
        response -> response.url().contains("/console/markets/m0-0"),
        () -> page.evaluate("document.body.dispatchEvent(new CustomEvent('tick-closed'))"));
    assertThat(page.locator("#price-history .canvas svg[data-known=yes]")).isVisible();
    assertThat(page.locator("#price-history .canvas")).hasCount(1);
  }

  @Test
  void saysThatThereIsNoSuchMarket() {
    var game = arena.game(1);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/markets/m9-9?game=" + game);
    assertThat(page.locator("main")).containsText("has no market 'm9-9'");
  }
}
