package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person is given a token in the console and plays with it in a browser. */
@QuarkusTest
class PlayPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void calm() {
    arena.calm();
    game = arena.game(2);
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"kind\": \"player\"}")
        .patch("/api/games/" + game + "/agents/agent-0001")
        .then()
        .statusCode(200);
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  @Test
  void aTokenIsMadeUsedAndRevoked() {
    var admin = chromium.bearing("dev-admin");
    admin.onDialog(dialog -> dialog.accept());
    admin.navigate("/console/agents/agent-0001?game=" + game);
    press(admin, "Make a token");
    assertThat(admin.locator("#issued")).isVisible();
    var secret = admin.locator("#issued").getByLabel("Secret").inputValue();
    press(admin, "I have it");
    assertThat(admin.locator("#player")).containsText("…" + secret.substring(secret.length() - 4));

    var player = chromium.stranger();
    player.navigate("/console/play");
    chromium.inspect(player, "play-sign-in");
    player.getByLabel("Player's token").fill("zp_wrong");
    press(player, "Sign in");
    assertThat(player.locator("#player-door [data-problem]")).containsText("unknown");
    // The browser reports the token that was refused.
    chromium.complaints(player).clear();
    player.getByLabel("Player's token").fill(secret);
    press(player, "Sign in");
    assertThat(player.locator("#play-who")).containsText("@agent-0001 in Test " + game);
    assertThat(player.locator("#play-given")).hasText("You have not decided yet.");
    player.getByLabel("What", new Page.GetByLabelOptions().setExact(true)).selectOption("post");
    player
        .getByLabel("text", new Page.GetByLabelOptions().setExact(true))
        .fill("<b>Good morning.</b>");
    press(player, "Decide");
    assertThat(player.locator("#play-given")).containsText("You decided: post.");
    chromium.inspect(player, "play");

    arena.tick(game, "first").statusCode(200);
    assertThat(player.locator("#play-last")).containsText("Tick 1 was applied.");
    assertThat(player.locator("#play-last")).containsText("post done");
    chromium.inspect(player, "play-played");
    assertThat(player.locator("#play-given")).hasText("You have not decided yet.");

    admin.navigate("/console/agents/agent-0001?game=" + game);
    press(admin, "Revoke");
    assertThat(admin.locator("#player")).containsText("no player can play for this agent yet");
    player.reload();
    assertThat(player.getByLabel("Player's token")).isVisible();
  }
}
