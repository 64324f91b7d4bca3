package dev.ziggurat.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not quite a request is refused, with words that help. */
@QuarkusTest
class StrictnessTest {

  @Inject Arena arena;
  private String game;

  @BeforeEach
  void calm() {
    arena.calm();
    game = arena.game(1);
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"a\"} {\"name\": \"b\"}",
        "{\"name\": \"a\"} and more",
        "{\"name\": \"a\", \"name\": \"b\"}",
        "{\"name\": \"a\"",
        "name=a"
      })
  void aBodyIsOneJsonValueAndNothingElse(String body) {
    admin()
        .contentType(ContentType.JSON)
        .body(body)
        .patch("/api/games/" + game)
        .then()
        .statusCode(400)
        .body("detail", startsWith("body: is not JSON: "));
    admin().get("/api/games/" + game).then().body("version", equalTo(1));
  }

  private HttpResponse<String> withNothing(String method, String below) throws Exception {
    var address = URI.create("http://localhost:" + RestAssured.port + "/api/games/" + game + below);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(address)
              .method(method, BodyPublishers.noBody())
              .header("Authorization", "Bearer dev-admin")
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void whatMayBeLeftOutNeedsNoType() throws Exception {
    assertThat(withNothing("POST", "/replay").statusCode()).isEqualTo(200);
    var refused = withNothing("PATCH", "");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("body: must be a JSON object");
  }

  @Test
  void aCompressedBodyIsRefusedForWhatItIs() {
    admin()
        .contentType(ContentType.JSON)
        .header("Content-Encoding", "gzip")
        .body("{}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(415)
        .body("success", equalTo(false), "error", containsString("Content-Encoding"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/games/nowhere/else/at/all, application/json, 404, /q/openapi",
    "/api/games, image/png, 406, application/json"
  })
  void whatIsNotThereIsToldInWords(String path, String accept, int status, String word) {
    given()
        .header("Authorization", "Bearer dev-viewer")
        .accept(accept)
        .get(path)
        .then()
        .statusCode(status)
        .body("detail", allOf(containsString(word), not(startsWith("HTTP "))));
  }

  @Test
  void aRoleThatDoesNotReachIsToldSo() {
    given()
        .header("Authorization", "Bearer dev-viewer")
        .contentType(ContentType.JSON)
        .body("{}")
        .put("/api/admin/ai-models")
        .then()
        .statusCode(403)
        .body("detail", containsString("another role"), "error", containsString("another role"));
  }

  @Test
  void optionsNameTheMethodsOfTheAddressAlone() {
    var allow = admin().options("/api/admin/ai-models").then().extract().header("Allow");

    assertThat(allow).isEqualTo("GET, HEAD, PUT, OPTIONS");
  }
}
