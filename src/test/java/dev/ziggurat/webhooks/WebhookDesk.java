package dev.ziggurat.webhooks;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** What an admin does with webhooks. */
final class WebhookDesk {

  static final String PATH = "/api/admin/webhooks";

  private WebhookDesk() {}

  static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  static ValidatableResponse create(Object fields) {
    return admin().body(fields).post(PATH).then();
  }

  /** A signed webhook. */
  static String create(String url, String... events) {
    return create(
            Map.of("url", url, "events", List.of(events), "secretVariable", "TEST_WEBHOOK_SECRET"))
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** The same, of one game. */
  static String create(String url, String event, List<String> games) {
    return create(
            Map.of(
                "url",
                url,
                "events",
                List.of(event),
                "games",
                games,
                "secretVariable",
                "TEST_WEBHOOK_SECRET"))
        .statusCode(201)
        .extract()
        .path("id");
  }

  static ValidatableResponse deliveries(String webhook) {
    return admin().get(PATH + "/" + webhook + "/deliveries").then().statusCode(200);
  }
}
