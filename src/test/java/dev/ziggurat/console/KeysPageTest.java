package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import dev.ziggurat.PgvectorServer;
import dev.ziggurat.ledger.Budgets;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys are made, edited, rotated and revoked in a browser. */
@QuarkusTest
class KeysPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  @Inject Budgets budgets;

  @BeforeEach
  void calm() {
    arena.calm();
    arena.change("delete from api_key");
  }

  private static Page keys(String token) {
    var page = chromium.bearing(token);
    page.onDialog(dialog -> dialog.accept());
    page.navigate("/console/keys");
    return page;
  }

  private static Locator row(Page page, String name) {
    return page.locator("#keys tr", new Page.LocatorOptions().setHasText(name));
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static int status(String secret) {
    return given().header("Authorization", "Bearer " + secret).get("/v1/models").statusCode();
  }

  /** The secret that is shown, which is then put away. */
  private static String shown(Page page) {
    var dialog = page.locator("#issued");
    assertThat(dialog).isVisible();
    var secret = dialog.getByLabel("Secret").inputValue();
    button(dialog, "I have it").click();
    assertThat(dialog).isHidden();
    // The browser reports the closing a moment after it.
    assertThat(page.locator("#secret")).hasValue("");
    return secret;
  }

  private static String create(String body) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/admin/keys")
        .then()
        .statusCode(201)
        .extract()
        .path("secret");
  }

  @Test
  void aKeyIsMadeEditedRotatedAndRevoked() {
    var page = keys("dev-admin");
    assertThat(page.locator("#keys")).containsText("There is no key yet.");
    button(page.locator("main"), "New key").click();
    var made = page.locator("#new-key");
    made.getByLabel("Name").fill("Shop");
    made.getByLabel("Dollars per day").fill("1.5");
    made.getByLabel("Soft limit of a day, in dollars").fill("1.25");
    made.getByLabel("Models").fill("gpt-oss-12b");
    button(made, "Make").click();
    assertThat(made.locator("[data-problem]")).containsText("not in the catalogue");
    made.getByLabel("Models").fill("openai/gpt-oss-120b\nclaude-haiku-5-5");
    made.getByLabel("Guardrails").fill("[{\"kind\": \"pattern\", \"pattern\": \"(\"}]");
    button(made, "Make").click();
    assertThat(made.locator("[data-problem]")).containsText("guardrails[0].pattern");
    made.getByLabel("Guardrails").fill("[{\"kind\": \"pattern\", \"pattern\": \"x\"}]");
    made.getByLabel("Semantic cache from similarity").fill("0.95");
    if (!PgvectorServer.isThere()) {
      button(made, "Make").click();
      assertThat(made.locator("[data-problem]")).containsText("needs pgvector in the database");
      made.getByLabel("Semantic cache from similarity").fill("");
    }
    button(made, "Make").click();
    var first = shown(page);
    assertThat(status(first)).isEqualTo(200);
    assertThat(row(page, "Shop")).containsText("of $1.50 today warning from $1.25");
    assertThat(row(page, "Shop")).containsText("claude-haiku-5-5");
    assertThat(page.content()).doesNotContain(first);

    button(row(page, "Shop"), "Edit").click();
    var edit = page.locator("dialog[open]");
    assertThat(edit.getByLabel("Soft limit of a day, in dollars")).hasValue("1.25");
    edit.getByLabel("Name").fill("Store");
    edit.getByLabel("Models").fill("");
    edit.getByLabel("Expires").fill("2199-01-01T12:00");
    edit.getByLabel("Cache answers of identical calls").check();
    button(edit, "Save").click();
    assertThat(row(page, "Store")).containsText("2199");
    assertThat(row(page, "Store")).containsText("keeps answers");
    assertThat(row(page, "Store")).not().containsText("claude-haiku-5-5");
    assertThat(row(page, "Store")).containsText("of $1.50 today");

    button(row(page, "Store"), "Rotate").click();
    page.locator("dialog[open]").getByLabel("Hours").fill("0");
    button(page.locator("dialog[open]"), "Rotate").click();
    var second = shown(page);
    assertThat(second).isNotEqualTo(first);
    assertThat(status(first)).isEqualTo(401);
    assertThat(status(second)).isEqualTo(200);

    button(row(page, "Store"), "Revoke").click();
    assertThat(row(page, "Store")).hasCount(0);
    assertThat(page.locator("#revoked")).containsText("Revoked keys");
    assertThat(status(second)).isEqualTo(401);
    assertThat(chromium.complaints(page).stream().filter(text -> !text.contains("400"))).isEmpty();
  }

  @Test
  void whoMayOnlyLookIsOfferedNoChange() {
    create("{\"name\": \"Seen\"}");
    var page = keys("dev-viewer");
    assertThat(row(page, "Seen")).isVisible();
    assertThat(page.locator("main [data-api], main form:not([method=get])")).hasCount(0);
    assertThat(page.locator(".callout")).containsText("only an admin may create or change keys");
  }

  @Test
  @Tag("full")
  void everybodyCanReadIt() {
    create("{\"name\": \"Nightly report\", \"expiresAt\": \"2030-01-01T00:00:00Z\"}");
    var secret =
        create(
            """
            {"name": "Shop assistant", "dollarsPerDay": 0.001, "dollarsPerMonth": 25,
             "requestsPerMinute": 600, "models": ["openai/gpt-oss-120b", "claude-haiku-5-5"]}""");
    for (var call = 0; call < 3; call++) {
      given()
          .header("Authorization", "Bearer " + secret)
          .contentType(ContentType.JSON)
          .body(
              """
              {"model": "openai/gpt-oss-120b", "max_tokens": 100,
               "messages": [{"role": "user", "content": "hello there"}]}""")
          .post("/v1/chat/completions")
          .then()
          .statusCode(200);
    }
    budgets.flush();
    chromium.inspect(keys("dev-admin"), "keys");
    var page = keys("dev-admin");
    button(page.locator("main"), "New key").click();
    chromium.inspect(page, "keys-new");
  }
}
