package dev.ziggurat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import dev.ziggurat.Arena;
import dev.ziggurat.function.FunctionUrl;
import dev.ziggurat.function.MigratedDatabase;
import dev.ziggurat.function.RuntimeApi;
import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console in a real browser, all of it from a function that answers one request at a time. */
@QuarkusTest
@TestProfile(FunctionConsoleTest.OwnStart.class)
class FunctionConsoleTest {

  /** A start of its own: what else is tested begins with a function that nobody has asked yet. */
  public static class OwnStart implements QuarkusTestProfile {

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(
          new TestResourceEntry(MigratedDatabase.class),
          new TestResourceEntry(FunctionUrl.class),
          new TestResourceEntry(SimulatorResource.class));
    }
  }

  @RegisterExtension static final Chromium chromium = new Chromium();

  @Inject Arena arena;

  @BeforeEach
  void begin() {
    RestAssured.port = RuntimeApi.eventServerPort();
  }

  @AfterEach
  void forget() {
    RestAssured.reset();
  }

  @Test
  void staysLiveAndHearsOfATickThoughNothingIsStreamed() {
    var game = arena.game(2);
    var page = chromium.bearing("dev-viewer");
    page.navigate("/console/ticks?game=" + game);
    assertThat(page.locator("#live")).hasText("live");
    given()
        .header("Authorization", "Bearer dev-admin")
        .post("/api/games/" + game + "/ticks")
        .then()
        .statusCode(200);
    assertThat(page.locator("table")).containsText("completed");
    assertThat(page.locator("#live")).hasText("live");
  }
}
