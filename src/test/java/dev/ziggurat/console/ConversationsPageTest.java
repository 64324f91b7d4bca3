package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import dev.ziggurat.babylon.rest.Desk;
import dev.ziggurat.play.Seat;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of conversations, and the setting that allows them. */
@QuarkusTest
@Tag("full")
class ConversationsPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void play() {
    arena.calm();
    game = arena.game(16);
    for (var tick = 1; tick <= 12; tick++) {
      arena.tick(game, "k" + tick).statusCode(200);
    }
  }

  @Test
  void leadsFromTheListToTheMessagesAndFromAnAgentToItsConversations() {
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/conversations?game=" + game);
    assertThat(page.locator("#conversations tbody tr").first()).isVisible();
    chromium.inspect(page, "conversations");

    var busiest =
        arena
            .rows(
                "select id from babylon_conversation where game_id = ? order by messages desc, id",
                game)
            .getFirst();
    var link = "#conversations a[href*='/conversations/" + busiest.replace("~", "%7E") + "?']";
    page.locator(link).click();
    assertThat(page.locator("#messages li").first()).isVisible();
    assertThat(page.locator("#messages li"))
        .hasCount(
            (int)
                arena.number(
                    "select count(*) from babylon_message where game_id = ? and conversation_id = ?",
                    game,
                    busiest));
    chromium.inspect(page, "conversation");

    page.locator(".head a[href*='/console/agents/']").first().click();
    assertThat(page.locator(link)).isVisible();
    chromium.inspect(page, "agent-with-conversations");
  }

  @Test
  void aPlayerFoundsAGroupInABrowser() {
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"kind\": \"player\"}")
        .patch("/api/games/" + game + "/agents/agent-0001")
        .then()
        .statusCode(200);
    var page = chromium.stranger();
    page.navigate("/console/play");
    page.getByLabel("Player's token").fill(Seat.token(game, "agent-0001"));
    press(page, "Sign in");
    page.getByLabel("What", new Page.GetByLabelOptions().setExact(true)).selectOption("group");
    page.getByLabel("name", new Page.GetByLabelOptions().setExact(true)).fill("Of people");
    page.getByLabel("members", new Page.GetByLabelOptions().setExact(true))
        .fill("agent-0002\n\n @agent-0003 ");
    press(page, "Decide");
    assertThat(page.locator("#play-given")).containsText("You decided: group.");
    arena.tick(game, "k13").statusCode(200);
    assertThat(page.locator("#play-last")).containsText("group done");
    assertThat(page.locator("#play-own"))
        .containsText("members=@agent-0001,@agent-0002,@agent-0003 name: \"Of people\"");
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  @Test
  void anAdminSwitchesThemOff() {
    var page = chromium.bearing("dev-admin");
    page.navigate("/console/world-settings?game=" + game);
    assertThat(page.locator("[name=conversations]")).hasValue("true");
    page.locator("[name=conversations]").selectOption("false");
    press(page, "Save");
    assertThat(page.getByText("Saved.")).isVisible();
    new Desk(game)
        .get("/world-settings")
        .body("conversations", equalTo(false))
        .body("openMarkets", equalTo(3));
  }
}
