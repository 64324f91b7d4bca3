package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From turns to an agent that uses a trained model, in a browser. */
@QuarkusTest
class TrainingPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void turnsBecomeAModelThatAnAgentUses() throws IOException {
    var game = arena.game(2);
    arena.tick(game, "first").statusCode(200);
    var handle =
        arena.rows("select handle from agent where game_id = ? order by 1", game).getFirst();
    var name = "seen-" + UUID.randomUUID().toString().substring(0, 8);
    var model = "wandb-artifact:///simulated/training/" + name + ":step4";
    var page = chromium.bearing("dev-admin");
    page.onDialog(dialog -> dialog.accept());
    page.navigate("/console/training?game=" + game);

    var export = page.locator("#export");
    export.getByLabel("Format").selectOption("openai");
    var file = page.waitForDownload(() -> button(export, "Download").click());
    assertThat(file.suggestedFilename()).isEqualTo("trajectories.jsonl");
    assertThat(Files.readAllLines(file.path()))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("{\"messages\":["));

    button(page.locator("main"), "New job").click();
    var dialog = page.locator("#new-job");
    dialog.getByLabel("Name at W&B").fill("a b");
    button(dialog, "Start").click();
    assertThat(dialog.locator("[data-problem]")).containsText("name: must be");
    dialog.getByLabel("Name at W&B").fill(name);
    button(dialog, "Start").click();
    assertThat(dialog).isHidden();
    page.locator("#jobs")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(name))
        .click();

    // The page follows the job by itself.
    assertThat(page.locator("#events")).containsText("training ended");
    assertThat(page.locator("#facts")).containsText(model);
    button(page.locator("main"), "Put into catalogue").click();
    assertThat(page.locator(".notice")).containsText("The model is in the catalogue.");
    assertThat(page.locator("#facts")).containsText("in the catalogue");
    assertThat(button(page.locator("main"), "Put into catalogue")).hasCount(0);
    // Names and values, not JSON.
    assertThat(page.locator("#facts")).containsText("horizon");
    assertThat(page.locator("main")).not().containsText("{");
    button(page.locator("main"), "Give to an agent").click();
    var give = page.locator("#give");
    give.getByLabel("Agent").fill(handle);
    button(give, "Give").click();
    assertThat(give).isHidden();
    assertThat(page.locator("#uses")).containsText("none of its own");

    arena.tick(game, "second").statusCode(200);
    assertThat(
            arena.rows(
                "select model_asked from attempt where game_id = ? and handle = ? and tick = 2",
                game,
                handle))
        .containsExactly(model);

    button(page.locator("#uses"), "Take back").click();
    assertThat(page.locator("#uses")).containsText("by admin token");
    assertThat(button(page.locator("#uses"), "Take back")).hasCount(0);
    assertThat(
            arena.number(
                "select count(*) from agent where game_id = ? and model is not null", game))
        .isZero();

    var job = page.url();
    promotedAndRolledBack(page, game, model);
    // Another page, which has had no request refused.
    var seen = chromium.bearing("dev-admin");
    seen.navigate(job);
    chromium.inspect(seen, "training-job");
    chromium.show(seen, "training-job");
    seen.navigate("/console/training?game=" + game);
    chromium.inspect(seen, "training");
    chromium.show(seen, "training");
    arena.change("delete from catalogue_model where id = ?", model);
  }

  /** From a job's page to an experiment, whose winner the game takes over, and gives back. */
  private void promotedAndRolledBack(Page page, String game, String model) {
    button(page.locator("main"), "Try in an experiment").click();
    var attempt = page.locator("#try");
    attempt.getByLabel("Share of the trained model").fill("60");
    button(attempt, "Create experiment").click();
    page.waitForURL("**/console/experiments?game=" + game);
    var experiment = page.locator("[data-experiment^=trained-]");
    assertThat(experiment).containsText("running");
    assertThat(experiment).containsText("usual control40 % the usual model");
    assertThat(experiment).containsText("trained60 % " + model);
    arena.tick(game, "third").statusCode(200);
    assertThat(
            arena.number(
                """
                select count(distinct handle) from turn join attempt using (game_id, tick, handle)
                where game_id = ? and tick = 3 and (arm = 'trained') = (model_asked = ?)
                """,
                game,
                model))
        .isEqualTo(2);

    var trained = experiment.locator("tr", new Locator.LocatorOptions().setHasText(model));
    button(trained, "Use in this game").click();
    assertThat(experiment).containsText("stopped");
    assertThat(page.locator(".callout")).containsText(model);
    arena.tick(game, "fourth").statusCode(200);
    assertThat(askedIn(game, 4)).containsExactly(model);

    button(page.locator("main"), "As the settings say").click();
    assertThat(page.locator(".callout")).hasCount(0);
    arena.tick(game, "fifth").statusCode(200);
    assertThat(askedIn(game, 5)).hasSize(1).doesNotContain(model);
  }

  private List<String> askedIn(String game, int tick) {
    return arena.rows(
        "select distinct model_asked from attempt where game_id = ? and tick = ?", game, tick);
  }

  @Test
  void turnsOfSomeTimeAreExported() {
    var game = arena.game(1);
    arena.tick(game, "only").statusCode(200);
    var page = chromium.bearing("dev-admin");
    page.navigate("/console/training?game=" + game);
    var form = page.locator("#export form");
    form.getByLabel("Slots from").fill("2024-06-01T12:00");
    form.getByLabel("Slots before").fill("2024-06-02T12:00");
    form.getByLabel("Slots before").blur();
    var asked = page.waitForRequest("**/trajectories?*", () -> button(form, "Download").click());
    assertThat(asked.url()).contains("from=2024-06-0").contains("to=2024-06-0").contains("Z&");
  }

  @Test
  void viewersSeeJobsAndChangeNothing() {
    var game = arena.game(1);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/training?game=" + game);
    assertThat(page.locator(".callout").first()).containsText("Read-only");
    assertThat(button(page.locator("main"), "New job")).hasCount(0);
  }
}
