package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
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

/** One prompt to several models, and one turn to another model, in a browser. */
@QuarkusTest
@Tag("full")
class PlaygroundPageTest {

  private static final Pattern FIGURES =
      Pattern.compile(
          "first token .* s, whole answer .* s, .* tokens in, .* out, \\$0\\.0.*; its call");

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static Page page(String path) {
    var page = chromium.bearing("dev-admin");
    page.navigate(path);
    return page;
  }

  private static void ask(Page page) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask")).click();
  }

  @Test
  void modelsAnswerSideBySideWithTimesAndCost() {
    var page = page("/console/ai-models/playground");
    page.locator("#playground-prompt").fill("Say hello.");
    page.locator("#playground-model-1").fill("groq/openai/gpt-oss-20b");
    page.locator("#playground-model-2").fill("wandb/openai/gpt-oss-120b");
    ask(page);
    var answers = page.locator("#playground-answers > section");
    assertThat(answers).hasCount(2);
    for (var i = 0; i < 2; i++) {
      assertThat(answers.nth(i).locator("p[role=status]")).hasText(FIGURES);
      assertThat(answers.nth(i).locator("pre")).not().isEmpty();
    }
    chromium.inspect(page, "playground");
    chromium.show(page, "playground");

    var asked = "select %s from attempt where tags ->> 'page' = 'playground'";
    assertThat(arena.rows(asked.formatted("distinct source"))).containsExactly("admin");
    assertThat(arena.number(asked.formatted("sum(cost_nano)"))).isPositive();
    answers.first().getByRole(AriaRole.LINK).click();
    assertThat(page.locator("dl.facts").first()).containsText("Foradmin");
    page.navigate("/console/usage?by=source");
    assertThat(page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("admin")))
        .hasCount(1);
  }

  @Test
  void aProviderThatFailsIsNotReplaced() {
    arena.faults("{\"claude\": {\"status\": 500}}");
    var page = page("/console/ai-models/playground");
    page.locator("#playground-prompt").fill("Say hello again.");
    page.locator("#playground-model-1").fill("claude/claude-haiku-4-5");
    page.locator("#playground-model-2").fill("groq/openai/gpt-oss-20b");
    ask(page);
    var answers = page.locator("#playground-answers > section");
    assertThat(answers.nth(0).getByRole(AriaRole.ALERT)).containsText("claude");
    assertThat(answers.nth(1).locator("p[role=status]")).hasText(FIGURES);
    assertThat(
            arena.number(
                """
                select count(*) from attempt
                where tags ->> 'page' = 'playground' and provider not in ('claude', 'groq', 'wandb')
                """))
        .isZero();
    assertThat(
            arena.number(
                "select count(*) from attempt where tags ->> 'page' = 'playground' and provider = 'claude'"))
        .isPositive();
  }

  @Test
  void aTurnIsAskedAgainWithAnotherModel() {
    var game = arena.game(1);
    arena.tick(game, "first").statusCode(200);
    var handle = arena.rows("select handle from agent where game_id = ?", game).getFirst();
    var page = page("/console/ticks/1/turns/" + handle + "?game=" + game);
    page.locator("#trial-model").fill("groq/openai/gpt-oss-20b");
    page.locator("form[data-turn-trial] button").click();
    var answer = page.locator("#trial-answer");
    assertThat(answer.locator(".badge").first()).hasText("not applied");
    assertThat(answer).containsText("openai/gpt-oss-20b");
    chromium.inspect(page, "turn-trial");
  }
}
