package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@QuarkusTest
@Tag("full")
class DrillsPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void aSwitchOrdersItsFaultAndLeavesTheOtherProvidersAsTheyAre() {
    arena.faults("{\"groq\": {\"tokensPerMinute\": 4000}}");
    var page = drills("dev-admin");
    assertThat(state(page, "groq")).hasText("custom");

    drill(page, "wandb", "Down").check();
    assertThat(state(page, "wandb")).hasText("Down");
    drill(page, "wandb", "Slow").check();
    assertThat(state(page, "wandb")).hasText("Down, Slow");
    faults("wandb.status", 503);
    faults("wandb.latencyMillis", 2000);
    faults("groq.tokensPerMinute", 4000);
    chromium.inspect(page, "drills");
  }

  @Test
  void oneFailureAtATimeByKeyboardToo() {
    var page = drills("dev-admin");
    drill(page, "openai", "Down").check();
    assertThat(state(page, "openai")).hasText("Down");
    drill(page, "openai", "No credit").focus();
    page.keyboard().press("Space");
    assertThat(state(page, "openai")).hasText("No credit");
    assertThat(drill(page, "openai", "Down")).not().isChecked();
    faults("openai.status", 429);
    faults("openai.variant", "billing");

    drill(page, "openai", "No credit").uncheck();
    assertThat(state(page, "openai")).hasText("ready");
    given().get("/simulator/faults").then().body("$", aMapWithSize(0));
  }

  @Test
  void allIsWellAgainWithOneButton() {
    arena.faults("{\"wandb\": {\"hang\": true}, \"claude\": {\"garbage\": true}}");
    var page = drills("dev-admin");
    assertThat(state(page, "wandb")).hasText("Hangs");
    assertThat(state(page, "claude")).hasText("Garbage answer");
    var end = page.getByText("End all drills");
    end.click();
    assertThat(state(page, "wandb")).hasText("ready");
    assertThat(end).isDisabled();
    given().get("/simulator/faults").then().body("$", aMapWithSize(0));
  }

  @Test
  void everyDrillIsOneThatTheSimulatorKnows() {
    var page = drills("dev-admin");
    var switches = page.locator("input[data-fault]");
    for (var i = 0; i < switches.count(); i++) {
      switches.nth(i).check();
      assertThat(page.locator(".notice.bad")).hasCount(0);
    }
    assertThat(state(page, "claude"))
        .hasText("Gateway page, Slow, Concurrency limit, Intermittent");
  }

  @Test
  void breakWandbAndWatchTheChainFailOverLive() {
    var game = arena.game(6);
    arena.tick(game, "k1").statusCode(200);
    var overview = chromium.bearing("dev-viewer");
    overview.navigate("/console/?game=" + game);
    assertThat(overview.locator("#live")).hasText("live");
    assertThat(overview.locator("#providers [data-answers]")).containsText("wandb");
    assertThat(overview.locator("tick-live li[data-of=wandb]")).hasCount(6);
    overview.evaluate("window.neverReloaded = true");

    var page = drills("dev-admin");
    drill(page, "wandb", "Key rejected").check();
    assertThat(state(page, "wandb")).hasText("Key rejected");
    arena.tick(game, "k2").statusCode(200);

    var chain = overview.locator("#providers");
    assertThat(chain.locator("li[data-of=wandb]")).containsText("cooling down");
    assertThat(chain.locator("li[data-answers]")).containsText("groq");
    assertThat(chain.locator("li[data-answers]")).containsText("6 answers in the last tick");
    assertThat(overview.locator("tick-live[data-tick='2'] li[data-of=groq][data-state=applied]"))
        .hasCount(6);
    Assertions.assertThat(overview.evaluate("window.neverReloaded")).isEqualTo(true);
    assertThat(page.locator("#providers li[data-of=wandb]")).containsText("cooling down");
    chromium.inspect(overview, "fail-over");
    chromium.inspect(page, "drills-fail-over");
  }

  @Test
  void whatIsWellAgainIsAskedAgainAtOnce() {
    arena.faults("{\"wandb\": {\"status\": 401}}");
    arena.tick(arena.game(3), "k1").statusCode(200);
    var page = drills("dev-admin");
    assertThat(page.locator("#providers li[data-of=wandb]")).containsText("cooling down");
    page.getByText("End all drills").click();
    page.getByText("Reset cooldowns").click();
    assertThat(page.locator("#providers li[data-of=wandb]")).containsText("ready");
    assertThat(page.locator("#providers [data-answers]")).containsText("wandb");
  }

  @Test
  void whoMayOnlyLookSeesWhatIsInForce() {
    arena.faults("{\"groq\": {\"status\": 503}}");
    var page = drills("dev-viewer");
    assertThat(state(page, "groq")).hasText("Down");
    assertThat(drill(page, "groq", "Down")).isDisabled();
    assertThat(page.getByText("Reset cooldowns")).isDisabled();
    assertThat(page.locator(".callout")).containsText("only an admin may run drills");
  }

  @Test
  void saysSoWhereNoSimulatorRuns() {
    var page = chromium.bearing("dev-admin");
    page.route("**/simulator/faults", route -> route.fulfill(missing()));
    page.navigate("/console/drills");
    assertThat(page.locator("main")).containsText("No simulator is running.");
    assertThat(page.locator("[data-drills]")).isHidden();
  }

  private static Route.FulfillOptions missing() {
    return new Route.FulfillOptions().setStatus(404);
  }

  private static Page drills(String token) {
    var page = chromium.bearing(token);
    page.navigate("/console/drills");
    return page;
  }

  private static Locator drill(Page page, String provider, String name) {
    return page.getByRole(
        AriaRole.SWITCH,
        new Page.GetByRoleOptions().setName(provider + ": " + name).setExact(true));
  }

  private static Locator state(Page page, String provider) {
    return page.locator("[data-drills-of=" + provider + "]");
  }

  private static void faults(String path, Object value) {
    given().get("/simulator/faults").then().body(path, equalTo(value));
  }
}
