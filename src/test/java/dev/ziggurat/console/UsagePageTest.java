package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@Tag("full")
class UsagePageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private String played() {
    var game = arena.game(6);
    arena.tick(game, "well").statusCode(200);
    arena.faults("{\"wandb\": {\"status\": 500, \"only\": {\"every\": 2}}}");
    arena.tick(game, "falls over").statusCode(200);
    // A past, so that the charts have more than one bar.
    arena.change(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
          model_asked, outcome, http_status, latency_millis, input_tokens, output_tokens, cost_nano,
          at_most_nano, price_known, simulated)
        select gen_random_uuid(), gen_random_uuid(), 0, at - make_interval(hours => back), source,
          game_id, tick, handle, provider, model_asked, outcome, http_status, latency_millis,
          input_tokens, output_tokens, cost_nano, at_most_nano, price_known, simulated
        from attempt, generate_series(1, 18) as back
        where game_id = ? and (back % 5 <> 0 or provider = 'groq')""",
        game);
    return game;
  }

  private static Page usage(String query) {
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/usage?" + query);
    return page;
  }

  @Test
  void tellsCostAndTokensByProviderModelAndAgent() throws Exception {
    var game = played();
    var page = usage("game=" + game);
    assertThat(page.locator("figure#cost .canvas svg")).isVisible();
    assertThat(page.locator("figure#tokens .canvas svg")).isVisible();
    assertThat(page.locator("figure#p50 .canvas svg")).isVisible();
    assertThat(page.locator("figure#p95 .canvas svg")).isVisible();
    assertThat(page.locator("tbody tr")).hasCount(2);
    assertThat(page.locator("main")).containsText("simulated");
    chromium.inspect(page, "usage");
    assertEquals(
        Boolean.TRUE,
        page.locator(".scroll:has(> table.dense)")
            .evaluate(
                "box => box.querySelector('table').getBoundingClientRect().right"
                    + " <= box.getBoundingClientRect().right - 15"),
        "the table ends before the edge of its card");

    page.getByRole(AriaRole.LINK, named("By model")).click();
    assertThat(page.locator("tbody")).containsText("meta-llama/Llama-3.3-70B-Instruct");
    page.getByRole(AriaRole.LINK, named("By agent")).click();
    assertThat(page.locator("tbody tr")).hasCount(6);
    assertThat(page.locator("tbody a").first()).containsText("@");
    chromium.inspect(page, "usage-by-agent");

    page.getByRole(AriaRole.LINK, named("Last 7 days")).click();
    page.waitForURL("**by=agent**range=7d**");
    assertThat(page.locator("tbody tr")).hasCount(6);

    var download =
        page.waitForDownload(() -> page.getByRole(AriaRole.LINK, named("Download CSV")).click());
    var lines = Files.readAllLines(download.path());
    assertThat(lines).hasSize(7);
    assertThat(lines.getFirst()).startsWith("agent,game,at,attempts,");
  }

  /** A provider may bill a call that timed out. */
  @Test
  void whatUnansweredCallsMayHaveCostIsShown() {
    var game = arena.game(1);
    arena.tick(game, "k1").statusCode(200);
    arena.change(
        """
        insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
          model_asked, outcome, latency_millis, cost_nano, at_most_nano, price_known, simulated)
        select gen_random_uuid(), gen_random_uuid(), 0, at, source, game_id, tick, handle, provider,
          model_asked, 'TIMEOUT', 1, 0, 700000000, true, simulated
        from attempt where game_id = ?""",
        game);
    var page = usage("game=" + game);
    assertThat(page.locator("tbody tr")).hasCount(1);
    assertThat(page.locator("tbody tr")).containsText("at most $0.7");
    page.navigate("/console/?game=" + game);
    assertThat(page.locator("#today")).containsText("Including calls without an answer, at most $");
    assertThat(page.locator("#today tbody")).containsText("at most $");
  }

  @Test
  void aDayIsOneOfUtcAndSaysSo() {
    var game = arena.game(1);
    arena.tick(game, "k1").statusCode(200);
    var page = usage("by=day&range=7d&game=" + game);
    assertThat(page.locator("tbody td").first())
        .hasText(Pattern.compile("\\d{4}-\\d\\d-\\d\\d UTC"));
    assertThat(page.locator("#cost")).containsText("US dollars per day (UTC)");
  }

  /** Whatever the grouping, all parts of the page tell of the same time. */
  @Test
  void aRangeHoldsForTableChartsAndSheet() {
    var page = usage("from=2026-01-01T05:20:00Z&to=2026-01-02T05:10:00Z");
    var hours = page.locator(".head p time");
    for (var way : List.of("By model", "By agent", "By source")) {
      page.getByRole(AriaRole.LINK, named(way)).click();
      assertThat(page.locator("[aria-current=true]").last()).hasText(way);
      assertThat(hours.first()).hasAttribute("datetime", "2026-01-01T05:00:00Z");
      assertThat(hours.last()).hasAttribute("datetime", "2026-01-02T06:00:00Z");
    }
    page.getByLabel("From").fill("2026-01-01T00:00");
    page.getByLabel("Before").fill("2026-01-02T00:00");
    page.getByRole(AriaRole.BUTTON, named("Show")).click();
    page.waitForURL("**from=2025-12-31T23**");
    assertThat(page.locator(".empty")).containsText("No model was called");
    assertThat(hours.first()).hasAttribute("datetime", "2025-12-31T23:00:00Z");
    assertThat(hours.last()).hasAttribute("datetime", "2026-01-01T23:00:00Z");
    page.navigate("/console/usage?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("from: must not be after");
  }

  @Test
  void saysThatNothingWasUsed() {
    var game = arena.game(1);
    var page = usage("by=hour&game=" + game);
    assertThat(page.locator(".empty")).containsText("No model was called");
    chromium.inspect(page, "usage-empty");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
