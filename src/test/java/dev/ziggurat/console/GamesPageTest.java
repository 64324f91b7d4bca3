package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Games are made, edited, ticked and cancelled in a browser. */
@QuarkusTest
@Tag("full")
class GamesPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
    // The first hundred are shown, and other tests leave theirs behind.
    arena.change("update game set deleted_at = now() where deleted_at is null");
  }

  @AfterEach
  void calmAgain() {
    arena.calm();
  }

  private static Page games(String token) {
    var page = chromium.bearing(token);
    page.onDialog(dialog -> dialog.accept());
    page.navigate("/console/games");
    return page;
  }

  private static Locator row(Page page, String id) {
    return page.locator("#games tr", new Page.LocatorOptions().setHasText(id));
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void aGameIsMadeEditedPausedDeletedAndBroughtBack() {
    var id = "a-" + UUID.randomUUID().toString().substring(0, 8);
    var page = games("dev-admin");
    button(page.locator("main"), "New game").click();
    var dialog = page.locator("#new-game");
    dialog.locator("[name=id]").fill(id);
    dialog.locator("[name=name]").fill("Made by hand");
    dialog.getByLabel("Seconds between ticks").fill("90");
    dialog.getByLabel("Time limit of a tick in seconds").fill("25");
    dialog.getByLabel("Agents to generate").fill("3");
    dialog.getByLabel("Agents in one call").fill("4");
    dialog.getByText("Budget for models").click();
    dialog.locator("[name='budget.day.hardUsd']").fill("2.5");
    button(dialog, "Create").click();
    assertThat(dialog).isHidden();
    assertThat(row(page, id)).containsText("Made by hand");
    assertThat(row(page, id)).containsText("90 s");
    assertThat(row(page, id)).containsText("25 s");
    assertThat(page.locator("#games thead")).containsText("Time limit");
    assertThat(page.locator("#edit-" + id + " [name='budget.day.hardUsd']")).hasValue("2.5");
    assertThat(page.locator("#edit-" + id + " [name=batch]")).hasValue("4");

    button(row(page, id), "Edit").click();
    var edit = page.locator("#edit-" + id);
    edit.getByLabel("Name").fill("Renamed");
    edit.getByLabel("Time limit of a tick in seconds").fill("20");
    edit.getByLabel("Max concurrent agents").fill("600");
    button(edit, "Save").click();
    assertThat(edit).isVisible();
    edit.getByLabel("Max concurrent agents").fill("6");
    button(edit, "Save").click();
    assertThat(edit).isHidden();
    assertThat(row(page, id)).containsText("Renamed");
    assertThat(row(page, id)).containsText("20 s");

    button(row(page, id), "Pause").click();
    assertThat(row(page, id)).containsText("paused");
    button(row(page, id), "Resume").click();
    assertThat(row(page, id)).containsText("running");

    button(row(page, id), "Edit").click();
    button(page.locator("#edit-" + id), "Delete").click();
    assertThat(row(page, id)).hasCount(0);
    page.locator("#deleted summary").click();
    var deleted = page.locator("#deleted li", new Page.LocatorOptions().setHasText(id));
    button(deleted, "Bring back").click();
    assertThat(row(page, id)).containsText("Renamed");
    assertThat(chromium.complaints(page)).isEmpty();
  }

  @Test
  void aGameIsGivenABudgetWhichTheOverviewShows() {
    var id = arena.game(1);
    var page = games("dev-admin");
    button(row(page, id), "Edit").click();
    var edit = page.locator("#edit-" + id);
    edit.getByText("Budget for models").click();
    edit.locator("[name='budget.day.hardUsd']").fill("5");
    edit.locator("[name='budget.day.softUsd']").fill("6");
    button(edit, "Save").click();
    assertThat(edit.locator(".field:has([name='budget.day.softUsd']) [data-problem]"))
        .hasText("Soft limit: must not be above the hard limit, 5");
    for (var scope : List.of("day", "month", "tick", "agentDay")) {
      var hard = edit.locator("[name='budget." + scope + ".hardUsd']").boundingBox();
      var soft = edit.locator("[name='budget." + scope + ".softUsd']").boundingBox();
      assertThat(soft.y).as("beside the hard limit of a " + scope).isEqualTo(hard.y);
      assertThat(soft.x).as("right of the hard limit of a " + scope).isGreaterThan(hard.x);
    }
    edit.locator("[name='budget.day.softUsd']").fill("4.50");
    button(edit, "Save").click();
    assertThat(edit).isHidden();
    arena.tick(id, "t1").statusCode(200);

    page.navigate("/console/?game=" + id);
    var spending = page.locator("#spending");
    assertThat(spending.locator("[data-budget=game-day]"))
        .containsText("of $5.00, soft limit $4.50");
    assertThat(spending.locator("[data-budget=game-day] meter")).hasCount(1);
    assertThat(spending.locator("[data-budget=game-month] meter")).hasCount(0);
    assertThat(spending.locator("#forecast")).containsText("No forecast yet: too little data");
    assertThat(spending).containsText("at the most they may have cost");
    page.navigate("/console/usage?game=" + id);
    assertThat(page.locator("#spending [data-budget=game-day]")).containsText("of $5");
    assertThat(page.locator("[data-budget=game-day] meter:not([high])")).hasCount(1);
    limit(id, "\"softUsd\": \"0.000000001\"");
    page.reload();
    assertThat(page.locator("[data-budget=game-day] meter[high='100'][optimum='0']")).hasCount(1);
    limit(id, "\"hardUsd\": \"0.000000001\"");
    page.reload();
    assertThat(page.locator("[data-budget=game-day] meter[high='1'][optimum='0']")).hasCount(1);
    page.navigate("/console/usage");
    assertThat(page.locator("#spending")).hasCount(0);
    assertThat(chromium.complaints(page))
        .as("the refused change")
        .singleElement()
        .asString()
        .contains("400");
  }

  private static void limit(String game, String day) {
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType("application/json")
        .body("{\"budget\": {\"day\": {%s}}}".formatted(day))
        .patch("/api/games/" + game)
        .then()
        .statusCode(200);
  }

  @Test
  void aPartKeepsUpWithChangesMadeDuringItsUpdateAndItsDetailsStayOpen() {
    var gone = arena.game(1);
    arena.change("update game set deleted_at = now() where id = '" + gone + "'");
    var id = arena.game(1);
    var page = games("dev-admin");
    page.locator("#deleted summary").click();
    var release = new ArrayList<Runnable>();
    page.route(
        "**/console/games",
        route -> {
          if (release.isEmpty() && "deleted".equals(route.request().headers().get("hx-target"))) {
            var early = route.fetch();
            release.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(early)));
          } else {
            route.resume();
          }
        });
    button(row(page, id), "Pause").click();
    assertThat(row(page, id)).containsText("paused");
    button(row(page, id), "Edit").click();
    button(page.locator("#edit-" + id), "Delete").click();
    assertThat(row(page, id)).hasCount(0);
    assertThat(page.locator("#deleted")).not().containsText(id);
    release.getFirst().run();
    assertThat(page.locator("#deleted details[open]")).containsText(id);
    assertThat(chromium.complaints(page)).isEmpty();
  }

  @Test
  void aTickIsStartedWatchedAndCancelled() {
    arena.faults(
        """
        {"wandb":{"latencyMillis":900},"groq":{"latencyMillis":900},
         "claude":{"latencyMillis":900},"openai":{"latencyMillis":900}}""");
    var id = arena.game(30, OptionalInt.of(2));
    var page = games("dev-admin");
    button(row(page, id), "Tick now").click();
    assertThat(page.locator(".notice")).containsText("The tick was started.");
    button(row(page, id), "Cancel tick").click();
    assertThat(row(page, id)).containsText("partial");
    button(row(page, id), "Tick now").waitFor();
    row(page, id)
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("1").setExact(true))
        .click();
    assertThat(page.locator("#report")).containsText("cancelled by admin");
  }

  @Test
  void gamesAreExportedAndImported() throws Exception {
    var id = arena.game(1);
    var page = games("dev-admin");
    var download = page.waitForDownload(() -> button(page.locator(".head"), "Export").click());
    assertThat(download.suggestedFilename()).isEqualTo("games.jsonl");
    var line = Files.readString(download.path()).strip();
    assertThat(line).contains("\"id\":\"" + id + "\"").doesNotContain("\n");

    button(page.locator(".head"), "Import").click();
    var dialog = page.locator("#import");
    attach(dialog, line.replace("Test " + id, "Imported") + "\n{\"id\": \"No\"}");
    button(dialog, "Import").click();
    assertThat(dialog.locator("[data-problem]")).containsText("nothing was changed");
    assertThat(dialog.locator("[data-faults] li"))
        .hasText(
            "Line 2, id: must be a text that matches" + " [a-z0-9][a-z0-9-]{0,39}, not \"No\"");
    attach(dialog, line.replace("Test " + id, "Imported"));
    button(dialog, "Import").click();
    assertThat(dialog).isHidden();
    assertThat(row(page, id)).containsText("Imported");
  }

  private static void attach(Locator dialog, String lines) {
    dialog
        .getByLabel("File of JSON Lines")
        .setInputFiles(
            new FilePayload(
                "games.jsonl", "application/jsonl", lines.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everybodyCanReadIt() {
    var first = arena.game(12);
    arena.tick(first, "first").statusCode(200);
    arena.change("update game set name = 'Babylon' where id = ?", first);
    arena.change(
        "update game set name = 'Nineveh', state = 'paused', width = 8 where id = ?",
        arena.game(5));
    chromium.inspect(games("dev-admin"), "games");
    var page = games("dev-admin");
    button(page.locator("main"), "New game").click();
    chromium.inspect(page, "games-new");
  }

  @Test
  void whoMayOnlyLookIsOfferedNoChange() {
    var id = arena.game(1);
    var page = games("dev-viewer");
    assertThat(row(page, id)).isVisible();
    assertThat(page.locator("main [data-api], main form:not([method=get])")).hasCount(0);
    assertThat(page.locator(".callout")).containsText("only an admin may change games");
  }

  @Test
  void aHouseWithoutGamesSaysWhatToDo() {
    var page = games("dev-admin");
    assertThat(page.locator("#games .empty")).containsText("Create one with the button above");
  }
}
