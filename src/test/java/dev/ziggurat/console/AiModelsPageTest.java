package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
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
  private static final String SPARE = "/api/admin/providers/spare";
  private static final String LEFT_OPEN =
      """
      {"order": null, "providers": {"wandb": {"model": null, "enabled": null},
        "groq": {"model": null, "enabled": null}, "claude": {"model": null, "enabled": null},
        "openai": {"model": null, "enabled": null}}}""";

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void leaveOpen() {
    arena.calm();
    put(LEFT_OPEN);
    admin().delete(SPARE);
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static void put(String body) {
    admin().body(body).put("/api/admin/ai-models").then().statusCode(200);
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

  private static Locator row(Page page, String name) {
    return page.locator("#providers tbody tr", new Page.LocatorOptions().setHasText(name));
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A key that is pressed while the table is replaced has no effect: then it is pressed again. */
  private static void move(Page page, String name) {
    Runnable press = () -> button(page, name).press("Enter");
    var soon = new Page.WaitForResponseOptions().setTimeout(5_000);
    try {
      page.waitForResponse(AiModelsPageTest::isChange, soon, press);
    } catch (TimeoutError replaced) {
      page.waitForResponse(AiModelsPageTest::isChange, press);
    }
  }

  private static boolean isChange(Response response) {
    return response.request().method().equals("PUT");
  }

  private static void assertOrder(Page page, String... ids) {
    assertThat(page.locator("#providers tbody .provider")).hasText(ids);
    admin().get("/api/admin/ai-models").then().body("data.order", contains(ids));
  }

  /** Inspects the dialog, in a page that has had no request refused. */
  private static void look(Page page) {
    button(page, "Edit spare").click();
    chromium.inspect(page, "ai-models-provider");
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
    admin().delete("/api/admin/models/groq/" + name).then().statusCode(200);
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
  void aProviderIsAddedOrderedEditedAndRemoved() {
    var page = models("dev-admin");
    button(page, "New provider").click();
    var made = page.locator("#new-provider");
    made.getByLabel("Id", new Locator.GetByLabelOptions().setExact(true)).fill("spare");
    made.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill("Spare");
    made.getByLabel("Base address").fill("https://spare.example.org/v1");
    made.getByLabel("Variable of the key").fill("SPARE_TOKEN");
    made.getByLabel("Default model").fill("small-1");
    made.getByLabel("Project").fill("team/project");
    button(made, "Add").click();
    assertThat(made.locator(".field:has([aria-invalid]) [data-problem]"))
        .containsText("keyVariable: must be the name of a variable that ends in _API_KEY");
    assertThat(made.getByLabel("Variable of the key")).isFocused();
    made.getByLabel("Variable of the key").fill("");
    made.getByLabel("Request fields left out").fill("seed\nTop K");
    button(made, "Add").click();
    assertThat(made.locator("[data-problem]")).containsText("unknownFields[1]: must be");
    assertThat(made.getByLabel("Request fields left out")).isFocused();
    made.getByLabel("Request fields left out").fill("");
    button(made, "Add").click();
    assertThat(made).isHidden();
    assertThat(row(page, "Spare")).containsText("no key");
    assertThat(row(page, "Spare")).containsText("SPARE_API_KEY");
    assertThat(link(page, "spare")).containsText("small-1");
    assertThat(page.locator("#choices")).containsText("No key: set SPARE_API_KEY and restart.");
    admin()
        .get(SPARE)
        .then()
        .body("project", equalTo("team/project"))
        .body("streamUsage", equalTo(true))
        .body("unknownFields", hasSize(0));
    button(page, "New provider").click();
    assertThat(made.getByLabel("Base address")).hasValue("");
    button(made, "Cancel").click();

    assertThat(button(page, "Move spare down")).isDisabled();
    move(page, "Move spare up");
    assertOrder(page, "wandb", "groq", "claude", "spare", "openai");
    assertThat(button(page, "Move spare up")).isFocused();
    for (var order :
        new String[] {
          "wandb groq spare claude openai",
          "wandb spare groq claude openai",
          "spare wandb groq claude openai"
        }) {
      move(page, "Move spare up");
      assertOrder(page, order.split(" "));
    }
    assertThat(button(page, "Move spare up")).isDisabled();
    assertThat(button(page, "Move spare down")).isFocused();
    assertThat(page.locator("#standing li").first()).containsText("spare");
    assertThat(link(page, "wandb")).containsText("called first");

    look(models("dev-admin"));

    button(page, "Edit spare").click();
    var edit = page.locator("dialog[open]");
    put("{\"providers\": {\"claude\": {\"enabled\": false}}}");
    edit.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill("Reserve");
    button(edit, "Save").click();
    assertThat(edit.locator("[data-problem]")).containsText("Reload the page");
    page.reload();
    button(page, "Edit spare").click();
    edit.getByLabel("Name", new Locator.GetByLabelOptions().setExact(true)).fill("Reserve");
    edit.getByLabel("Strictest answer format").selectOption("json_object");
    edit.getByLabel("Streams can end with token counts").uncheck();
    edit.getByLabel("Serves the Responses API").check();
    button(edit, "Save").click();
    assertThat(edit).isHidden();
    assertThat(row(page, "Reserve")).containsText("https://spare.example.org/v1");
    admin()
        .get(SPARE)
        .then()
        .body("name", equalTo("Reserve"))
        .body("project", equalTo("team/project"))
        .body("answerFormat", equalTo("json_object"))
        .body("streamUsage", equalTo(false))
        .body("responses", equalTo(true))
        .body("unknownFields", hasSize(0));

    page.onDialog(Dialog::accept);
    button(page, "Remove spare").click();
    assertThat(row(page, "Reserve")).hasCount(0);
    assertOrder(page, "wandb", "groq", "claude", "openai");
    admin().get(SPARE).then().statusCode(404);
    assertThat(
            chromium.complaints(page).stream()
                .filter(text -> !text.contains("400") && !text.contains("412")))
        .isEmpty();
  }

  @Test
  void aProviderIsGivenABudget() {
    var page = models("dev-admin");
    button(page, "Budget of groq").click();
    var dialog = page.locator("#budget-groq");
    dialog
        .getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName("A day").setExact(true))
        .getByLabel("Hard limit")
        .fill("7");
    dialog
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save").setExact(true))
        .click();
    assertThat(dialog).isHidden();
    var row = page.locator("#providers tr", new Page.LocatorOptions().setHasText("groq"));
    assertThat(row.locator("[data-budget=provider-day]")).containsText("spent of $7.00");
    assertThat(row.locator("[data-budget=provider-month] meter")).hasCount(0);
    assertThat(page.locator("#history")).containsText("groq.budget.day.hardUsd");
    put("{\"providers\": {\"groq\": {\"budget\": null}}}");
    page.reload();
    assertThat(row.locator("[data-budget=provider-day] meter")).hasCount(0);
    assertThat(chromium.complaints(page)).isEmpty();
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
    assertThat(row(page, "WANDB_API_KEY")).isVisible();
    assertThat(page.locator("#providers button, dialog")).hasCount(0);
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
