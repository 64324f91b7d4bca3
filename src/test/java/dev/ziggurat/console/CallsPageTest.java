package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An X-Request-Id that is pasted into the search leads to the call, and why it took its path. */
@QuarkusTest
@Tag("full")
class CallsPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private String asked() {
    var id =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body("{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}")
            .post("/v1/chat/completions")
            .then()
            .extract()
            .header("X-Request-Id");
    Awaitility.await()
        .until(
            () -> !arena.rows("select outcome from attempt where call_id = ?::uuid", id).isEmpty());
    return id;
  }

  private static void search(Page page) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Search")).click();
  }

  @Test
  void anIdThatIsPastedLeadsToTheCall() {
    arena.faults("{\"wandb\":{\"status\":500},\"groq\":{\"status\":401}}");
    asked();
    var id = asked();
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/calls");
    page.getByLabel("Call id").fill(" " + id + " ");
    search(page);
    assertThat(page.locator("#calls tbody tr")).hasCount(1);
    assertThat(page.locator("#calls tbody tr")).containsText("instead of wandb, which failed");
    page.locator("#calls tbody a").first().click();
    assertThat(page).hasURL(Pattern.compile(".*/console/calls/" + id));
    assertThat(page.locator("#path li"))
        .containsText(new String[] {"SERVER", "SERVER", "SKIPPED", "OK"});
    assertThat(page.locator("#waterfall tbody tr").last()).containsText("claude");
    chromium.inspect(page, "call");
  }

  @Test
  void theListIsNarrowedDownByItsFilters() {
    var game = arena.game(4);
    arena.faults("{\"wandb\":{\"status\":401}}");
    arena.tick(game, "cools down").statusCode(200);
    arena.tick(game, "skipped").statusCode(200);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/ticks/2?game=" + game);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Calls").setExact(true))
        .last()
        .click();
    assertThat(page.locator("#calls tbody tr")).hasCount(4);
    assertThat(page.getByLabel("Tick")).hasValue("2");
    page.getByLabel("Tick").fill("");
    page.getByLabel("Outcome").selectOption("failover");
    search(page);
    assertThat(page.locator("#calls tbody tr")).hasCount(8);
    assertThat(page.locator("#calls")).containsText("instead of wandb, which was skipped");
    chromium.inspect(page, "calls");

    page.getByLabel("Agent").fill("nobody");
    search(page);
    assertThat(page.locator(".empty")).containsText("No call matches");
    page.getByLabel("Call id").fill("not an id");
    search(page);
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("id: must be an id");
    assertThat(page.getByLabel("Agent")).hasValue("nobody");
  }

  @Test
  void aCallWhoseTextsAreKeptIsReadAndAskedAgain() {
    var secret =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body(
                """
                {"name": "Keeps texts", "keepsTexts": true,
                 "guardrails": [{"kind": "sensitive-data", "name": "pii", "email": "mask"}]}""")
            .post("/api/admin/keys")
            .jsonPath()
            .getString("secret");
    var id =
        given()
            .header("Authorization", "Bearer " + secret)
            .contentType(ContentType.JSON)
            .body("{\"messages\":[{\"role\":\"user\",\"content\":\"write to a@example.org\"}]}")
            .post("/v1/chat/completions")
            .header("X-Request-Id");
    Awaitility.await()
        .until(
            () -> !arena.rows("select outcome from attempt where call_id = ?::uuid", id).isEmpty());
    var page = chromium.bearing("dev-admin");
    page.navigate("/console/calls/" + id);
    assertThat(page.locator("#texts")).containsText("write to [EMAIL]");
    assertThat(page.getByLabel("Command")).hasValue(Pattern.compile("curl [^$]*[$]ZIGGURAT_KEY"));
    chromium.inspect(page, "call-texts");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ask again")).click();
    assertThat(page).not().hasURL(Pattern.compile(".*/console/calls/" + id));
    assertThat(page.locator("#texts")).containsText("write to [EMAIL]");
    assertThat(page.locator("#call")).containsText("admin");
  }
}
