package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@Tag("full")
class OverviewPageTest {

  private static final Pattern IN_TIME = Pattern.compile("in \\d+ sec\\.|due now");

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void showsAGameOfAHundredAtAGlance() {
    var game = arena.game(100);
    arena.tick(game, "k1").statusCode(200);
    var page = overview(game);
    assertThat(page.locator("tick-live li")).hasCount(100);
    assertThat(page.locator("tick-live")).containsText("100 of 100 turns over");
    assertThat(page.locator("#price-lines .canvas svg")).isVisible();
    assertThat(page.locator("#leaderboard tbody tr")).hasCount(12);
    assertThat(page.locator("#games [data-chosen] time[data-time=until]")).hasText(IN_TIME);
    chromium.inspect(page, "overview-of-a-hundred");
  }

  @Test
  void tellsWhoIsAskedFirstAndWhyAnotherIsNot() {
    arena.faults("{\"wandb\": {\"status\": 401, \"variant\": \"key\"}}");
    var game = arena.game(4);
    arena.tick(game, "k1").statusCode(200);
    var page = overview(game);
    var wandb = page.locator("#providers [data-of=wandb]").first();
    assertThat(wandb).containsText("cooling down");
    assertThat(wandb).containsText("Authentication failed");
    var groq = page.locator("#providers li[data-answers]");
    assertThat(groq).containsText("groq");
    assertThat(groq).containsText("4 answers in the last tick");
  }

  @Test
  void agentsLightUpAsTheyThinkAndAct() {
    var game = arena.game(3);
    arena.tick(game, "k1").statusCode(200);
    arena.change("update turn set state = 'asking', provider = null where game_id = ?", game);
    var page = chromium.bearing("dev-viewer");
    // Only what this test tells shall happen.
    page.route(
        "**/api/admin/events", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
    page.navigate("/console/?game=" + game);
    assertThat(page.locator("tick-live li[data-state=asking]")).hasCount(3);
    assertThat(page.locator("tick-live")).containsText("0 of 3 turns over, 3 thinking");

    happens(
        page,
        "turn-thought",
        Map.of(
            "game",
            game,
            "tick",
            1,
            "handle",
            "agent-0002",
            "provider",
            "claude",
            "outcome",
            "thought"));
    assertThat(page.locator("tick-live li[data-state=thought][data-of=claude]"))
        .hasText("agent-0002");
    assertThat(page.locator("tick-live")).containsText("0 of 3 turns over, 2 thinking, 1 thought");

    happens(page, "turn-applied", Map.of("game", game, "tick", 1, "handle", "agent-0002"));
    happens(page, "turn-applied", Map.of("game", game, "tick", 2, "handle", "agent-0001"));
    happens(page, "turn-applied", Map.of("game", "another", "tick", 1, "handle", "agent-0001"));
    assertThat(page.locator("tick-live")).containsText("1 of 3 turns over, 2 thinking");
    assertThat(page.locator("tick-live li[data-state=applied][data-of=claude]")).hasCount(1);
  }

  private static void happens(Page page, String kind, Map<String, ?> detail) {
    page.evaluate(
        "([kind, detail]) => document.body.dispatchEvent(new CustomEvent(kind, { detail }))",
        List.of(kind, detail));
  }

  private static Page overview(String game) {
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/?game=" + game);
    return page;
  }
}
