package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
class OverviewPageTest {

  private static final Pattern IN_TIME = Pattern.compile("next in \\d+ sec\\.|next due now");

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
    assertThat(page.locator("#games [data-chosen] time[data-time=next]")).hasText(IN_TIME);
    chromium.inspect(page, "overview-of-a-hundred");
  }

  /** A clock that nobody drives must not look as if all were well. */
  @Test
  void aGameThatNothingTriggersIsOverdue() {
    var game = arena.game(2);
    given()
        .header("Authorization", "Bearer dev-cron")
        .header("X-CloudScheduler-ScheduleTime", Instant.now().minusSeconds(250).toString())
        .queryParam("game", game)
        .post("/api/cron/tick")
        .then()
        .statusCode(200);
    var page = overview(game);
    var card = page.locator("#games [data-chosen]");
    assertThat(card.locator("time[data-overdue]"))
        .hasText("overdue by 3 periods: nothing has triggered this game");
    assertThat(card.locator(".badge[data-kind=bad]")).hasText("overdue");
    assertThat(card).not().containsText("due now");
    chromium.inspect(page, "overview-overdue");
    arena.change("update game set state = 'paused' where id = ?", game);
    page.reload();
    assertThat(card.locator("time[data-time=next]")).hasCount(0);
    assertThat(card).containsText("paused");
  }

  @Test
  void listsWhatIsStillMissing() {
    // Only one game is named, the first by its id.
    arena.change("update game set state = 'paused'");
    var game = arena.game(1);
    arena.change("update agent set deleted_at = now() where game_id = ?", game);
    var page = overview(game);
    assertThat(page.locator("#missing"))
        .containsText("The game " + game + " has no agents: add some in the console");
    arena.change("update game set state = 'paused'");
    page.reload();
    assertThat(page.locator("#missing")).containsText("Every game is paused");
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
