package dev.ziggurat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import dev.ziggurat.Arena;
import dev.ziggurat.InjectionCorpus;
import dev.ziggurat.ScriptedModel;
import dev.ziggurat.babylon.rest.InjectedGame;
import dev.ziggurat.httpworld.InjectedWorld;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Pages show markup that somebody wrote as text: it makes no element, attribute, link or script.
 */
@QuarkusTest
class InjectionPageTest {

  private static final String FOREIGN =
      "[...document.querySelectorAll('[data-heron], heron-x, [href*=\"heron.example\"],"
          + " [src*=\"heron.example\"], [href^=\"javascript\"], iframe, base, [onerror], [onload]')]"
          + ".map(element => element.outerHTML)";

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @Test
  void markupIsShownAsTextOnEveryPage() {
    arena.calm();
    try (var model = new ScriptedModel();
        var world = new InjectedWorld(arena)) {
      var game = new InjectedGame(arena, model, UnaryOperator.identity());
      game.speak();
      model.plays(_ -> "{\"memo\": \"<b data-heron>\", \"actions\": [{\"type\": \"give\"}]}");
      world.tick("first").statusCode(200);
      var page = chromium.bearing("dev-admin");
      for (var path :
          List.of(
              "/?game=",
              "/agents?game=",
              "/agents/model-0?game=",
              "/agents/player-80?game=",
              "/markets?game=",
              "/ticks/1?game=",
              "/ticks/1/turns/model-76?game=",
              "/interventions?game=")) {
        visit(page, path + game.id);
      }
      for (var path :
          List.of(
              "/?game=",
              "/agents/agent-90?game=",
              "/ticks/1?game=",
              "/ticks/1/turns/agent-80?game=",
              "/views?view=all&game=",
              "/interventions?game=")) {
        visit(page, path + world.id);
      }
      visit(page, "/games?game=");
      var player = chromium.stranger();
      player.navigate("/console/play");
      player.getByLabel("Player's token").fill(game.token());
      player
          .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in").setExact(true))
          .click();
      player.getByText(InjectionCorpus.MARK).first().waitFor();
      isAsItWasMade(player, "play");
    }
  }

  private static void visit(Page page, String path) {
    page.navigate("/console" + path);
    page.waitForLoadState(LoadState.LOAD);
    isAsItWasMade(page, path);
  }

  private static void isAsItWasMade(Page page, String path) {
    assertThat(page.evaluate(FOREIGN)).as("elements of others on " + path).isEqualTo(List.of());
    assertThat(page.evaluate("typeof window." + InjectionCorpus.MARK)).isEqualTo("undefined");
    assertThat(chromium.complaints(page)).as("complaints of " + path).isEmpty();
  }
}
