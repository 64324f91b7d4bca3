package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A price list is compared and confirmed in a browser. */
@QuarkusTest
@Tag("full")
class PricesPageTest {

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  @Test
  void theDifferenceToAFileIsShownAndConfirmed() {
    var model = "listed-" + UUID.randomUUID();
    admin()
        .body(
            "{\"provider\": \"groq\", \"id\": \"%s\", \"prices\": [{\"input\": 1, \"output\": 4}]}"
                .formatted(model))
        .post("/api/admin/models")
        .then()
        .statusCode(201);
    var list =
        """
        {"models": [
          {"provider": "groq", "id": "%s", "prices": [{"input": 1.25, "output": 4},
            {"abovePromptTokens": 200000, "input": 2, "output": 8}, {"tier": "priority", "input": 2, "output": 8}]},
          {"provider": "groq", "id": "wrong", "prices": [{"input": -1, "output": 4}]}]}
        """
            .formatted(model);
    var page = chromium.bearing("dev-admin");
    page.navigate("/console/ai-models/prices");
    chromium.inspect(page, "prices");
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload(
                "prices.json", "application/json", list.getBytes(StandardCharsets.UTF_8)));
    page.locator("form[data-price-file] button").click();
    assertThat(page).hasURL(Pattern.compile(".*sync=.*"));
    assertThat(page.locator("tbody tr")).hasCount(3);
    assertThat(page.locator("tbody")).containsText("$1.25");
    assertThat(page.locator("tbody s").first()).hasText("$1.00");
    assertThat(page.locator("main")).containsText("-1 US dollars per million tokens is no price");
    chromium.inspect(page, "prices-difference");

    page.onDialog(Dialog::accept);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Confirm")).click();
    assertThat(page).hasURL(Pattern.compile(".*/console/ai-models$"));
    admin()
        .get("/api/admin/models/groq/" + model)
        .then()
        .body("prices", Matchers.hasSize(4))
        .body("prices.findAll { it.from != null }", Matchers.hasSize(3));
  }

  @Test
  void anAddressThatMustNotBeCalledIsNamed() {
    var page = chromium.bearing("dev-admin");
    page.navigate("/console/ai-models/prices");
    page.locator("input[type=url]").fill("http://prices.example/models.json");
    page.locator("form[data-price-list] button").click();
    assertThat(page.locator("form[data-price-list]")).containsText("must be an https address");
  }
}
