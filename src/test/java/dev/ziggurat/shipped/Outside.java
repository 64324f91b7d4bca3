package dev.ziggurat.shipped;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.simulator.SimulatorResource;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Everybody a package has to do with: its admin, a viewer, the cloud's cron, the providers. */
public final class Outside {

  /** Opens reading. */
  public static final String VIEWER = "shipped-viewer";

  /** Opens everything but the cron endpoint. */
  public static final String ADMIN = "shipped-admin";

  static final String CRON = "shipped-cron";

  private Outside() {}

  /** A request of an admin, with a JSON body if any. */
  public static RequestSpecification admin() {
    return bearing(ADMIN).contentType(ContentType.JSON);
  }

  /** A request of somebody who may only read. */
  public static RequestSpecification viewer() {
    return bearing(VIEWER);
  }

  static RequestSpecification cron() {
    return bearing(CRON);
  }

  private static RequestSpecification bearing(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  /** The id of a new game with so many agents. */
  public static String game(int agents) {
    var id = "g-" + UUID.randomUUID().toString().substring(0, 8);
    admin()
        .body(
            "{\"id\": \"%s\", \"name\": \"Shipped\", \"periodMillis\": 60000, \"agents\": %d}"
                .formatted(id, agents))
        .post("/api/games")
        .then()
        .statusCode(201);
    return id;
  }

  /** Triggers a tick as a cloud's cron does, and waits for its report. */
  public static ValidatableResponse tick(String game, String key) {
    return cron()
        .header("Idempotency-Key", key)
        .queryParam("game", game)
        .post("/api/cron/tick")
        .then();
  }

  /** Has the providers play faults: a JSON object by provider. */
  static void faults(String json) {
    given()
        .port(simulator())
        .contentType(ContentType.JSON)
        .body(json)
        .put("/simulator/faults")
        .then()
        .statusCode(200);
  }

  /** All providers are well, and the package asks them again. */
  static void calm() {
    faults("{}");
    admin().delete("/api/admin/ai-models/cooldowns").then().statusCode(204);
  }

  private static int simulator() {
    var port = Integer.getInteger(SimulatorResource.PORT);
    assertThat(port).as("the simulator's port").isNotNull();
    return port;
  }
}
