package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Agents are looked at and edited in a browser. */
@QuarkusTest
@Tag("full")
class AgentsPageTest {

  private static final Page.GetByLabelOptions EXACTLY = new Page.GetByLabelOptions().setExact(true);

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void play() {
    arena.calm();
    game = arena.game(3);
  }

  @AfterEach
  void calm() {
    arena.calm();
  }

  private Page page(String token, String path) {
    var page = chromium.bearing(token);
    page.onDialog(dialog -> dialog.accept());
    page.navigate("/console/agents" + path + (path.contains("?") ? "&" : "?") + "game=" + game);
    return page;
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private void ticks(int count) {
    for (var tick = 1; tick <= count; tick++) {
      arena.tick(game, "tick " + tick).statusCode(200);
    }
  }

  @Test
  void theListTellsWhoPlaysAndLeadsToThem() {
    ticks(2);
    var page = page("dev-viewer", "");
    assertThat(page.locator("#agents tbody tr")).hasCount(3);
    assertThat(page.locator("#agents tbody tr").first()).containsText("$0.0");
    assertThat(page.locator("main [data-api], main form:not([method=get])")).hasCount(0);
    page.getByText("@agent-0002").click();
    assertThat(page.locator("h1")).hasText("@agent-0002");
    assertThat(page.locator("#deeds tbody tr")).hasCount(2);
  }

  @Test
  void anAgentIsAddedWithAModelOfItsOwn() {
    var page = page("dev-admin", "");
    button(page.locator("main"), "New agent").click();
    var dialog = page.locator("#new-agent");
    dialog.getByLabel("Handle").fill("ada");
    dialog.getByLabel("Persona").fill("Counts twice.");
    dialog.getByLabel("Own model").fill("claude-haiku-5.6");
    button(dialog, "Add").click();
    assertThat(dialog.locator("[data-problem]")).containsText("claude-haiku-5-5");
    dialog.getByLabel("Own model").fill("claude-haiku-5-5");
    button(dialog, "Add").click();
    assertThat(dialog).isHidden();
    assertThat(page.locator("#agents")).containsText("@ada");
    ticks(1);
    assertThat(
            arena.rows(
                "select distinct provider from attempt where game_id = ? and handle = 'ada'", game))
        .contains("claude");
    page = page("dev-admin", "/ada");
    assertThat(page.locator("#deeds")).containsText("claude");
  }

  @Test
  void aPersonaIsEditedAndAStaleEditIsToldSo() {
    ticks(3);
    var page = page("dev-admin", "/agent-0001");
    var second = page("dev-admin", "/agent-0001");
    page.getByLabel("Persona", EXACTLY).fill("Is somebody else now.");
    page.getByLabel("Memo", EXACTLY).fill("");
    page.getByLabel("Ticks between turns").fill("2");
    button(page.locator("main"), "Save").click();
    assertThat(page.locator(".notice")).containsText("Saved");
    assertThat(page.locator("form[data-etag='2']")).hasCount(1);
    assertThat(page.getByLabel("Memo", EXACTLY)).hasValue("");
    assertThat(page.getByLabel("Persona", EXACTLY)).hasValue("Is somebody else now.");
    assertThat(
            arena.rows(
                "select persona || '|' || memo || '|' || cadence from agent"
                    + " where game_id = ? and handle = 'agent-0001'",
                game))
        .containsExactly("Is somebody else now.||2");

    second.getByLabel("Persona", EXACTLY).fill("Too late.");
    button(second.locator("main"), "Save").click();
    assertThat(second.locator("#words [data-problem]")).containsText("Reload the page");
  }

  @Test
  void whoIsDeletedCanBeBroughtBack() {
    var page = page("dev-admin", "/agent-0002");
    button(page.locator("main"), "Delete").click();
    assertThat(page.locator("#agents tbody tr")).hasCount(2);
    page.locator(".head").getByText("Deleted").click();
    assertThat(page.locator("h1")).hasText("Deleted agents");
    button(page.locator("#agents"), "Bring back").click();
    assertThat(page.locator("#agents")).containsText("No deleted agents.");
    page.locator(".head").getByText("Active agents").click();
    assertThat(page.locator("#agents tbody tr")).hasCount(3);
    assertThat(chromium.complaints(page)).isEmpty();
  }

  @Test
  void agentsAreImported() {
    var page = page("dev-admin", "");
    button(page.locator(".head"), "Import").click();
    var dialog = page.locator("#import");
    dialog
        .getByLabel("File of JSON Lines")
        .setInputFiles(
            new FilePayload(
                "agents.jsonl",
                "application/jsonl",
                "{\"handle\": \"enmerkar\", \"persona\": \"Patient.\"}\n{\"handle\": \"lugalbanda\", \"persona\": \"Bold.\"}"
                    .getBytes(StandardCharsets.UTF_8)));
    button(dialog, "Import").click();
    assertThat(dialog).isHidden();
    assertThat(page.locator("#agents tbody tr")).hasCount(5);
    assertThat(page.locator("#agents")).containsText("lugalbanda");
  }

  @Test
  void everybodyCanReadThem() {
    arena.change("update game set name = 'Babylon' where id = ?", game);
    ticks(6);
    chromium.inspect(page("dev-admin", ""), "agents");
    var page = page("dev-admin", "/agent-0001");
    assertThat(page.locator("#costs .canvas svg")).isVisible();
    chromium.inspect(page, "agent");
    chromium.inspect(page("dev-viewer", "/agent-0001"), "agent-viewer");
  }

  @Test
  void anEmptyGameSaysWhatToDo() {
    arena.change("update agent set deleted_at = now() where game_id = ?", game);
    assertThat(page("dev-admin", "").locator("#agents .empty")).containsText("Add an agent");
  }

  @Test
  void aMissingAgentIsSaidToBeMissing() {
    assertThat(page("dev-viewer", "/nobody").locator("main")).containsText("has no agent 'nobody'");
  }
}
