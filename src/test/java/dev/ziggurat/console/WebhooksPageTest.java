package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks are made, tried, edited and removed in a browser. */
@QuarkusTest
class WebhooksPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;
  private HttpServer receiver;
  private volatile int status = 204;

  @BeforeEach
  void start() throws IOException {
    arena.change("delete from webhook");
    // Games that other tests leave behind become overdue, which is told.
    arena.change("update game set deleted_at = now() where deleted_at is null");
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/told",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    arena.change("delete from webhook");
    receiver.stop(0);
  }

  private String url() {
    return "http://localhost:" + receiver.getAddress().getPort() + "/told";
  }

  private static Page webhooks(String token) {
    var page = chromium.bearing(token);
    page.onDialog(dialog -> dialog.accept());
    page.navigate("/console/webhooks");
    return page;
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private String create() {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(
            """
            {"url": "%s", "events": ["tick.failed", "game.overdue"], "secretVariable": "TEST_WEBHOOK_SECRET"}"""
                .formatted(url()))
        .post("/api/admin/webhooks")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  @Test
  void aWebhookIsMadeTriedEditedAndRemoved() {
    var page = webhooks("dev-admin");
    var list = page.locator("#webhooks");
    assertThat(list).containsText("There is no webhook yet.");
    button(page.locator("main"), "New webhook").click();
    var made = page.locator("#new-webhook");
    made.getByLabel("Address", new Locator.GetByLabelOptions().setExact(true)).fill(url());
    button(made, "Create").click();
    assertThat(made.locator("[data-problem]")).containsText("secretVariable: is required");
    made.getByLabel("Variable of the key").fill("TEST_WEBHOOK_SECRET");
    made.getByLabel("settings.changed").uncheck();
    button(made, "Create").click();
    assertThat(made).isHidden();
    assertThat(list).containsText(url());
    assertThat(list).containsText("provider.up");
    assertThat(list).not().containsText("settings.changed");

    button(list, "Test").click();
    assertThat(page.locator(".notice").last()).containsText("The test was delivered.");
    assertThat(list).containsText("delivered");
    status = 500;
    button(list, "Test").click();
    assertThat(page.locator(".notice.bad"))
        .containsText("The test was not delivered: the webhook answered with status 500.");

    button(list, "Edit").click();
    var edit = page.locator("dialog[open]");
    edit.getByLabel("tick.failed").uncheck();
    edit.getByLabel("Tell it what happens").uncheck();
    button(edit, "Save").click();
    assertThat(list).not().containsText("tick.failed");
    assertThat(list).containsText("paused");

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Deliveries to " + url()))
        .click();
    var deliveries = page.locator("#deliveries");
    assertThat(deliveries.locator("tbody tr")).hasCount(2);
    deliveries.getByText("Send again").last().click();
    assertThat(page.locator(".notice.bad"))
        .containsText("It was not delivered: the webhook answered with status 500.");
    status = 200;
    deliveries.getByText("Send again").last().click();
    assertThat(page.locator(".notice.good")).containsText("It was delivered.");
    assertThat(deliveries.locator("tbody")).not().containsText("dead");

    page.navigate("/console/webhooks");
    button(list, "Remove").click();
    assertThat(list).containsText("There is no webhook yet.");
    assertThat(chromium.complaints(page).stream().filter(text -> !text.contains("400"))).isEmpty();
  }

  @Test
  void whoMayOnlyLookIsOfferedNoChange() {
    var id = create();
    var page = webhooks("dev-viewer");
    assertThat(page.locator("#webhooks")).containsText(url());
    assertThat(page.locator("main [data-api], main form:not([method=get])")).hasCount(0);
    page.navigate("/console/webhooks/" + id);
    assertThat(page.locator("#deliveries")).containsText("Nothing was delivered yet.");
    assertThat(page.locator("main [data-api]")).hasCount(0);
  }

  @Test
  @Tag("full")
  void everybodyCanReadIt() {
    var id = create();
    var test = "/api/admin/webhooks/" + id + "/test";
    given().header("Authorization", "Bearer dev-admin").post(test).then().statusCode(200);
    status = 503;
    given().header("Authorization", "Bearer dev-admin").post(test).then().statusCode(200);
    chromium.inspect(webhooks("dev-admin"), "webhooks");
    var page = webhooks("dev-admin");
    chromium.show(page, "webhooks");
    button(page.locator("main"), "New webhook").click();
    chromium.inspect(page, "webhooks-new");
    page.navigate("/console/webhooks/" + id);
    chromium.inspect(page, "webhooks-deliveries");
  }
}
