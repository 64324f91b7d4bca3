package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@Tag("full")
class AiModelsPageTest {

  private static final String GPT_OSS = "openai/gpt-oss-120b";
  private static final String LEFT_OPEN =
      """
      {"providers": {"wandb": {"model": null, "enabled": null},
        "groq": {"model": null, "enabled": null}, "claude": {"model": null, "enabled": null},
        "openai": {"model": null, "enabled": null}}}""";

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void leaveOpen() {
    arena.calm();
    put(LEFT_OPEN);
  }

  private static void put(String body) {
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .put("/api/admin/ai-models")
        .then()
        .statusCode(200);
  }

  private static Page models(String token) {
    var page = chromium.bearing(token);
    page.navigate("/console/ai-models");
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator model(Page page, String provider) {
    return page.locator("[name='providers." + provider + ".model']");
  }

  private static Locator enabled(Page page, String provider) {
    return page.locator("[name='providers." + provider + ".enabled']");
  }

  private static Locator link(Page page, String provider) {
    return page.locator("#standing li[data-of=" + provider + "]");
  }

  private static Locator difference(Page page) {
    return page.locator("[data-difference]");
  }

  @Test
  void whoMendedAProviderLetsItBeAskedAgain() {
    arena.faults("{\"wandb\": {\"status\": 402}}");
    arena.tick(arena.game(3), "k1").statusCode(200);
    arena.faults("{}");
    var page = models("dev-admin");
    assertThat(link(page, "wandb")).containsText("cooling down");
    button(page, "Reset cooldowns").click();
    assertThat(link(page, "wandb")).containsText("ready");
    assertThat(link(page, "wandb")).containsText("called first");
  }

  @Test
  void aModelThatIsChosenAndSavedIsWhatTheNextTickAsksFor() {
    var page = models("dev-admin");
    assertThat(link(page, "wandb")).containsText("called first");
    assertThat(difference(page)).isHidden();

    model(page, "wandb").fill(GPT_OSS);
    assertThat(difference(page)).containsText("wandb: left open → " + GPT_OSS);
    chromium.inspect(page, "ai-models");
    button(page, "Save").click();

    assertThat(page.locator(".notice")).containsText("wandb.model is " + GPT_OSS);
    assertThat(link(page, "wandb")).containsText(GPT_OSS);
    assertThat(page.locator("#choices")).containsText("Chosen by an admin: " + GPT_OSS);
    assertThat(difference(page)).isHidden();
    var game = arena.game(2);
    arena.tick(game, "next").statusCode(200);
    assertThat(arena.rows("select distinct model_asked from attempt where game_id = ?", game))
        .containsExactly(GPT_OSS);
  }

  @Test
  void switchedOffWandbGivesWayToGroqByKeyboardToo() {
    var page = models("dev-admin");
    enabled(page, "wandb").focus();
    page.keyboard().press("Space");
    assertThat(difference(page)).containsText("wandb is switched off");
    assertThat(difference(page)).containsText("groq is called first");
    button(page, "Save").click();

    assertThat(link(page, "groq")).containsText("called first");
    assertThat(link(page, "wandb")).containsText("switched off");
    assertThat(page.locator(".notice")).containsText("wandb is switched off");
  }

  @Test
  void whatIsDiscardedIsForgotten() {
    var page = models("dev-admin");
    for (var provider : new String[] {"wandb", "groq", "claude", "openai"}) {
      enabled(page, provider).uncheck();
    }
    assertThat(difference(page)).containsText("No provider can be called");
    button(page, "Discard").click();
    assertThat(difference(page)).isHidden();
    assertThat(enabled(page, "wandb")).isChecked();
  }

  @Test
  void aModelThatNobodyKnowsIsSavedOnlyAllTheSame() {
    var name = "acme/from-the-console";
    var page = models("dev-admin");
    model(page, "groq").fill(name);
    button(page, "Save").click();
    assertThat(difference(page)).containsText("groq has no model '" + name + "'");
    assertThat(model(page, "groq")).isFocused();
    button(page, "Save anyway").click();

    assertThat(link(page, "groq")).containsText(name);
    assertThat(page.locator("#catalogue-rows")).containsText(name);
    put(LEFT_OPEN);
    given()
        .header("Authorization", "Bearer dev-admin")
        .delete("/api/admin/models/groq/" + name)
        .then()
        .statusCode(200);
  }

  @Test
  void whoIsTooLateIsToldSo() {
    var page = models("dev-admin");
    put("{\"providers\": {\"claude\": {\"enabled\": false}}}");
    model(page, "wandb").fill(GPT_OSS);
    button(page, "Save").click();
    assertThat(difference(page)).containsText("Reload the page");
  }

  @Test
  void aRecommendedModelAndOneOfAllAreOneClickAway() {
    var page = models("dev-admin");
    button(page, "Use Llama 3.1 8B Instruct").click();
    assertThat(model(page, "wandb")).hasValue("meta-llama/Llama-3.1-8B-Instruct");
    assertThat(button(page, "Use Mixtral 8x7B Instruct")).isDisabled();

    page.getByLabel("Find a model").fill("haiku claude answers");
    assertThat(page.locator("#catalogue-rows tr:visible")).not().hasCount(0);
    button(page, "Use claude-haiku-5-5 of claude").click();
    assertThat(difference(page)).containsText("claude: left open → claude-haiku-5-5");
    button(page, "Save").click();
    assertThat(link(page, "claude")).containsText("claude-haiku-5-5");
  }

  @Test
  void aTestShowsTheAnswerOrWhatToDo() {
    var page = models("dev-admin");
    button(page, "Test groq").click();
    var result = page.locator("[data-result]");
    assertThat(result).containsText("answered");
    assertThat(result).containsText(GPT_OSS + " (simulated)");
    assertThat(result).containsText("ms");
    assertThat(result).containsText("$0.0");

    arena.faults("{\"claude\": {\"status\": 401}}");
    button(page, "Test claude").click();
    assertThat(result).containsText("AUTH");
    assertThat(result).containsText("Set ANTHROPIC_API_KEY");
    chromium.inspect(page, "ai-models-test");
  }

  @Test
  void anOldChoiceIsRestored() {
    put("{\"wandbModel\": \"%s\"}".formatted(GPT_OSS));
    int good =
        given()
            .header("Authorization", "Bearer dev-viewer")
            .get("/api/admin/ai-models")
            .path("data.settings.version");
    put("{\"wandbModel\": null, \"wandbEnabled\": false}");
    var page = models("dev-admin");
    page.onDialog(Dialog::accept);
    button(page, "Restore version " + good).click();

    assertThat(link(page, "wandb")).containsText("called first");
    assertThat(link(page, "wandb")).containsText(GPT_OSS);
    assertThat(page.locator("#history tbody tr").first()).containsText("wandb.enabled");
    assertThat(model(page, "wandb")).hasValue(GPT_OSS);
  }

  @Test
  void whoMayOnlyLookCannotChangeAnything() {
    var page = models("dev-viewer");
    assertThat(page.locator("main")).containsText("only an admin may change settings");
    assertThat(enabled(page, "wandb")).isDisabled();
    assertThat(model(page, "wandb")).isDisabled();
    assertThat(page.getByText("Restore")).hasCount(0);
    assertThat(button(page, "Test wandb")).isDisabled();
  }

  @Test
  void aProviderThatIsLeftAloneTellsWhy() {
    arena.faults("{\"wandb\": {\"status\": 429, \"retryAfterSeconds\": 60}}");
    arena.tick(arena.game(2), "limited").statusCode(200);
    var page = models("dev-viewer");
    assertThat(link(page, "wandb")).containsText("cooling down");
    assertThat(link(page, "wandb")).containsText("Last failure");
    assertThat(link(page, "groq")).containsText("called first");
    assertThat(link(page, "groq")).containsText("Answered ");
  }
}
