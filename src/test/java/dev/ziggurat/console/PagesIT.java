package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.shipped.Outside;
import dev.ziggurat.shipped.ShippedSettings;
import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each page of the console as a browser shows it, from the package as it is shipped. */
@QuarkusIntegrationTest
@WithTestResource(ShippedSettings.class)
@WithTestResource(SimulatorResource.class)
class PagesIT {

  @RegisterExtension static final Chromium chromium = new Chromium();
  private static String game;

  @AfterAll
  static void close() {
    game = null;
  }

  /** Begun by the first test: the package is up only then. */
  private static String game() {
    if (game == null) {
      game = Outside.game(3);
      Outside.tick(game, "first").statusCode(200);
      Outside.tick(game, "second").statusCode(200);
    }
    return game;
  }

  @ParameterizedTest
  @CsvSource({
    "/console/, Overview",
    "/console/ai-models, AI Models",
    "/console/ai-models/playground, Playground",
    "/console/ai-models/prices, Prices from a list",
    "/console/games, Games",
    "/console/agents, Agents",
    "/console/agents/agent-0001, @agent-0001",
    "/console/markets, Markets",
    "/console/ticks, Ticks",
    "/console/experiments, Experiments",
    "/console/ticks/1, Tick 1",
    "/console/ticks/1/turns/agent-0001, @agent-0001",
    "/console/calls, Calls",
    "/console/usage, Usage",
    "/console/usage/models, Models compared",
    "/console/audit, Audit"
  })
  void everyPageIsShownAndComplainsOfNothing(String path, String heading) {
    for (var token : new String[] {Outside.VIEWER, Outside.ADMIN}) {
      var page = chromium.bearing(token);
      page.navigate(path + "?game=" + game());
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
          .containsText(heading);
      Assertions.assertThat(chromium.complaints(page)).as(path).isEmpty();
      page.close();
    }
  }

  @Test
  void drillsAreForSimulatedProvidersOnly() {
    var page = chromium.bearing(Outside.ADMIN);
    page.navigate("/console/drills");
    assertThat(page.locator("h1")).hasText("Drills");
    assertThat(page.locator("#providers")).containsText("wandb");
  }

  @Test
  void aMarketsPageShowsItsPrices() {
    var page = chromium.bearing(Outside.VIEWER);
    page.navigate("/console/markets?game=" + game());
    page.locator("#markets-open a[href^='/console/markets/']").first().click();
    assertThat(page.locator("#trades")).isVisible();
    Assertions.assertThat(chromium.complaints(page)).isEmpty();
  }

  @Test
  void whatIsMissingHasAPageToo() {
    var page = chromium.bearing(Outside.VIEWER);
    page.navigate("/console/ticks?game=atlantis");
    assertThat(page.locator("main")).containsText("there is no game 'atlantis'");
  }

  @Test
  void anAdminSignsInAndGivesAGameAnotherName() {
    game();
    var page = chromium.stranger();
    page.navigate("/console/games");
    page.getByLabel("Token").fill(Outside.ADMIN);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    assertThat(page.locator("h1")).hasText("Games");
    assertThat(page.locator("#games")).containsText(game());
    Assertions.assertThat(chromium.complaints(page)).isEmpty();
  }
}
