package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import dev.ziggurat.audit.Audit;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person comes in through the door, changes something, is found in the audit, and leaves. */
@QuarkusTest
@Tag("full")
class AuditPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  @Inject Audit audit;

  private static void signIn(Page page, String token, String name) {
    page.getByLabel("Token").fill(token);
    page.getByLabel("Your name").fill(name);
    button(page, "Sign in").click();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void whoComesInWorksAndLeavesStandsInTheAudit() {
    var game = arena.game(1);
    var page = chromium.stranger();
    page.navigate("/console/audit?subject=games%2F" + game);
    assertThat(page).hasURL(Pattern.compile(".*/console/sign-in\\?to=.*"));

    signIn(page, "not the token", "");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("not one of the configured tokens");
    assertThat(page.getByLabel("Token")).isFocused();

    signIn(page, "dev-admin", "Ada");
    assertThat(page).hasURL(Pattern.compile(".*/console/audit\\?subject=games%2F" + game));
    assertThat(page.locator("#audit")).containsText("No entry matches");
    assertThat(page.locator(".visitor")).containsText("Ada (admin token)");
    assertThat(page.evaluate("document.cookie")).isEqualTo("");

    assertThat(changed(page, game, "{}")).isEqualTo(403);
    assertThat(changed(page, game, "{'X-Ziggurat-Console': '1'}")).isEqualTo(200);
    page.reload();
    assertThat(page.locator("#audit tbody tr")).hasCount(1);
    assertThat(page.locator("#audit tbody tr")).containsText("Ada (admin token)");
    assertThat(page.locator("#audit tbody tr")).containsText("game.change");
    assertThat(page.locator("#audit tbody time")).not().containsText("UTC");

    button(page, "Sign out").click();
    assertThat(page).hasURL(Pattern.compile(".*/console/sign-in"));
    page.navigate("/console/audit");
    assertThat(page).hasURL(Pattern.compile(".*/console/sign-in\\?to=.*"));
  }

  /** What the API answers to a change made by a script of the page. */
  private static int changed(Page page, String game, String headers) {
    var status =
        page.evaluate(
            """
            async () => (await fetch('/api/games/%s', {
              method: 'PATCH', body: JSON.stringify({name: 'Renamed'}),
              headers: {'Content-Type': 'application/json', ...%s},
            })).status"""
                .formatted(game, headers));
    return ((Number) status).intValue();
  }

  @Test
  void whatChangedIsReadable() {
    var subject = "games/" + UUID.randomUUID();
    audit.recordOf(
        "Ada (admin token)",
        "game.change",
        subject,
        Map.of("name", Map.of("from", "Babylon", "to", "Ur"), "width", 64));
    audit.recordOf("bo@example.org (OIDC)", "game.delete", subject, Map.of());
    audit.recordOf("admin token", "agent.change", subject + "/agents/<b>ada</b>", Map.of());
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/audit");
    page.getByLabel("Subject and below").fill(subject);
    button(page, "Show").click();

    assertThat(page.locator("#audit tbody tr")).hasCount(3);
    assertThat(page.locator("#audit tbody tr").last()).containsText("name: Babylon → Ur");
    assertThat(page.locator("#audit tbody tr").first()).containsText("<b>ada</b>");
    chromium.inspect(page, "audit");

    page.getByLabel("Who").fill("ada");
    page.getByLabel("From").fill("2026-01-01T00:00");
    button(page, "Show").click();
    assertThat(page.locator("#audit tbody tr")).hasCount(1);
    assertThat(page).hasURL(Pattern.compile(".*from=2025-12-31T23%3A00%3A00.000Z.*"));
    assertThat(page.getByLabel("From")).hasValue("2026-01-01T00:00");

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Show all")).click();
    assertThat(page).hasURL(Pattern.compile(".*/console/audit$"));
  }

  @Test
  void aViewerMayLookButNotChange() {
    var page = chromium.stranger();
    page.navigate("/console/sign-in");
    signIn(page, "dev-viewer", "");
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
        .hasText("Overview");
    assertThat(page.locator(".visitor")).containsText("viewer token");
    assertThat(changed(page, arena.game(1), "{'X-Ziggurat-Console': '1'}")).isEqualTo(403);
  }

  @Test
  void pagesOfEntriesFollowOneAnother() {
    var subject = "games/" + UUID.randomUUID();
    for (int i = 0; i < 60; i++) {
      audit.recordOf("admin token", "count.up", subject, Map.of("i", i));
    }
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/audit?action=count&subject=" + subject);
    assertThat(page.locator("#audit tbody tr")).hasCount(50);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Older entries")).click();
    assertThat(page.locator("#audit tbody tr")).hasCount(10);
  }
}
