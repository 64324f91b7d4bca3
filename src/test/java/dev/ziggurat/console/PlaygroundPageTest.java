package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
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
    page.locator("#playground-model-1").fill("nobody-knows-me");
    ask(page);
    var refusal = answers.nth(0).getByRole(AriaRole.ALERT);
    assertThat(refusal).containsText("The model `nobody-knows-me` is unknown");
    assertThat(refusal).not().containsText("/v1/");
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
    page.locator("#trial-model").fill("nobody/knows-me");
    page.locator("form[data-turn-trial] button").click();
    assertThat(page.locator("form[data-turn-trial] [data-problem]"))
        .hasText("model: is not in the catalogue");
  }

  /** Both stand on one page to be compared: the same words, though a script writes one of them. */
  @Test
  void anAnswerToATurnHasTheWordsOfADecision() throws JsonProcessingException {
    var decision =
        """
        {"memo": "Next time", "actions": [
          {"type": "buy", "market": "m0-5", "side": "no", "microPoints": 6480000},
          {"type": "sell", "market": "m0-5", "side": "yes", "microShares": 1005000},
          {"type": "buy", "market": "m0-6", "side": "yes", "microPoints": 1234567890},
          {"type": "post", "text": "Rain, surely."},
          {"type": "odd", "deep": {"a": [1]}, "flag": true, "none": null}]}
        """;
    var game = arena.game(1);
    arena.tick(game, "first").statusCode(200);
    var handle = arena.rows("select handle from agent where game_id = ?", game).getFirst();
    var page = page("/console/ticks/1/turns/" + handle + "?game=" + game);
    page.route(
        "**/trials",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        """
                        {"provider": "groq", "model": "any", "latencyMillis": 1, "costMicroUsd": 1,
                         "costKnown": true, "inputTokens": null, "decision": %s}
                        """
                            .formatted(decision))));
    page.locator("#trial-model").fill("groq/openai/gpt-oss-20b");
    page.locator("form[data-turn-trial] button").click();
    assertThat(page.locator("#trial-answer li")).hasCount(5);
    assertThat(page.locator("#trial-answer li").allTextContents())
        .isEqualTo(
            ActionLine.of(new ObjectMapper().readTree(decision), MissingNode.getInstance()).stream()
                .map(line -> line.type() + ' ' + line.what())
                .toList())
        .contains("buy market m0-5, side no, 6.48 points");
  }
}
