package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ziggurat.Arena;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.Worlds;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every page of the console as a newcomer sees it: the game Babylon after its first five minutes,
 * in which wandb failed for a while. The pictures of the documentation are taken here, and nothing
 * in them is made up: all of it was ticked, thought and applied.
 */
@QuarkusTest
class TourTest {

  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final int TICKS = 30;
  private static final int BROKEN_FROM = 14;
  private static final int BROKEN_TO = 18;
  private static final String GAME = "babylon";

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  @Inject Games games;
  @Inject Worlds worlds;
  private Instant opening;

  @AfterEach
  void calm() {
    arena.calm();
    arena.change("update game set deleted_at = now() where id = ?", GAME);
  }

  @Test
  void everyPageOfAGameWithAPast() {
    arena.calm();
    warmUp();
    // What other tests played is no part of the picture.
    arena.change("update game set deleted_at = now() where deleted_at is null");
    played();
    var page = signedIn();

    page.navigate("/console/");
    assertThat(page.locator("#price-lines .canvas svg")).isVisible();
    assertThat(page.locator("#games")).containsText("Babylon");
    assertThat(page.locator("#leaderboard tbody tr")).hasCount(12);
    assertThat(page.locator("#feed li")).hasCount(20);
    chromium.show(page, "overview");
    chromium.showElsewhere(page, "overview");

    follow(page, "Games");
    chromium.show(page, "games");

    follow(page, "Agents");
    chromium.show(page, "agents");
    page.locator("#agents tbody a[href*='/agents/']").first().click();
    assertThat(page.locator("#costs .canvas svg")).isVisible();
    assertThat(page.locator("#deeds tbody tr")).hasCount(20);
    chromium.show(page, "agent");
    page.getByText("Older turns").click();
    assertThat(page.locator("#deeds tbody tr")).hasCount(TICKS - 20);
    assertThat(page.locator("#deeds tbody tr").last().locator("a")).hasText("1");

    follow(page, "Markets");
    chromium.show(page, "markets");
    page.locator("#markets-open tbody a").last().click();
    assertThat(page.locator("#price-history .canvas svg")).isVisible();
    chromium.show(page, "market");

    follow(page, "Ticks");
    assertThat(page.locator("#ticks tbody tr")).hasCount(TICKS);
    chromium.show(page, "ticks");
    page.navigate("/console/ticks/" + BROKEN_FROM + "?game=" + GAME);
    assertThat(page.locator(".bar[data-of=wandb][data-failed]").first()).isVisible();
    assertThat(page.locator(".bar[data-of=groq]").first()).isVisible();
    chromium.show(page, "tick");
    page.locator("[data-waterfall] td.lane").first().click();
    assertThat(page.locator("#drawer")).containsText("Briefing as sent");
    chromium.show(page, "turn");
    page.keyboard().press("Escape");

    follow(page, "Usage");
    assertThat(page.locator("figure#cost .canvas svg")).isVisible();
    chromium.show(page, "usage");

    choosesAModel(page);
    rehearses(page);

    follow(page, "Audit");
    assertThat(page.locator("#audit")).containsText("Ada (admin token)");
    chromium.show(page, "audit");
  }

  /**
   * The first tick of a process that has just begun may take too long for the short test limits.
   */
  private void warmUp() {
    var game = arena.game(12);
    for (var tick = 1; tick <= 3; tick++) {
      arena.tick(game, "warm up " + tick);
    }
    arena.calm();
  }

  /** Babylon's first minutes, told by slots as a cloud's cron tells them. */
  private void played() {
    var world = worlds.all().getFirst();
    var demo = world.demo(PERIOD).orElseThrow();
    opening = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(PERIOD.multipliedBy(TICKS));
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              games.create(demo.game(), demo.agents());
              world.found(
                  demo.game(), demo.agents(), opening, JsonNodeFactory.instance.objectNode());
            });
    for (var tick = 1; tick <= TICKS; tick++) {
      if (tick == BROKEN_FROM) {
        arena.faults("{\"wandb\": {\"status\": 503, \"only\": {\"every\": 2}}}");
      } else if (tick == BROKEN_TO) {
        arena.calm();
      }
      tick(tick);
    }
  }

  /** Ticks it for its next slot, however long the pictures in between took. */
  private void tick(int number) {
    given()
        .header("Authorization", "Bearer dev-cron")
        .header(
            "X-CloudScheduler-ScheduleTime", opening.plus(PERIOD.multipliedBy(number)).toString())
        .queryParam("game", GAME)
        .post("/api/cron/tick")
        .then()
        .statusCode(200);
  }

  private static void choosesAModel(Page page) {
    follow(page, "AI Models");
    page.getByRole(AriaRole.BUTTON, named("Use Llama 3.1 8B Instruct")).click();
    assertThat(page.locator("[data-difference]")).isVisible();
    chromium.show(page, "ai-models");
    page.getByRole(AriaRole.BUTTON, named("Save")).click();
    assertThat(page.locator("#choices")).containsText("Chosen by an admin");
    page.locator("[name='providers.wandb.model']").fill("");
    page.getByRole(AriaRole.BUTTON, named("Save")).click();
    assertThat(page.locator("#choices")).not().containsText("Chosen by an admin");
  }

  private void rehearses(Page page) {
    follow(page, "Drills");
    page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("wandb: Key rejected"))
        .check();
    assertThat(page.locator("[data-drills-of=wandb]")).hasText("Key rejected");
    tick(TICKS + 1);
    assertThat(page.locator("#providers li[data-of=wandb]")).containsText("cooling down");
    page.getByLabel("Dismiss").click();
    chromium.show(page, "drills");
    follow(page, "Overview");
    assertThat(page.locator("#providers li[data-answers]")).containsText("groq");
    assertThat(page.locator("#price-lines .canvas svg")).isVisible();
    chromium.show(page, "fail-over");
  }

  private static Page signedIn() {
    var page = chromium.stranger();
    page.navigate("/console/sign-in");
    page.getByLabel("Token").fill("dev-admin");
    page.getByLabel("Your name").fill("Ada");
    page.getByRole(AriaRole.BUTTON, named("Sign in")).click();
    assertThat(page.locator(".visitor")).containsText("Ada (admin token)");
    return page;
  }

  private static void follow(Page page, String room) {
    page.locator("nav[aria-label=Pages]")
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(room).setExact(true))
        .click();
    assertThat(page.locator("h1")).hasText(room);
    page.waitForLoadState();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
