package dev.ziggurat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors are problem documents (RFC 9457), whoever finds them. */
@QuarkusTest
class ProblemTest {

  @Test
  void noSuchPlace() {
    expect(given().get("/api/nowhere").then(), 404);
  }

  /** It is declared as a URI, so what a URI cannot contain is percent-encoded. */
  @ParameterizedTest
  @CsvSource({
    "/api/games/a%20b, 404",
    "/api/games/%01%0A%7F, 404",
    "/api/games/%C3%A4%22%3C, 404",
    "/api/games/50%25+1, 404",
    "/api/nowhere%0d%0ax, 404",
    "/api/admin/audit/%09, 404",
  })
  void theInstanceIsThePathAsAUri(String path, int status) {
    var instance =
        expect(
                given().urlEncodingEnabled(false).auth().oauth2("dev-admin").get(path).then(),
                status)
            .extract()
            .<String>path("instance");
    assertThat(java.net.URI.create(instance).getRawPath()).isEqualToIgnoringCase(path);
    assertThat(instance).matches("[!-~]+");
  }

  @Test
  void noSuchMethod() {
    expect(given().delete("/test/doors/open").then(), 405);
  }

  @Test
  void noSuchMediaType() {
    expect(given().contentType("text/csv").body("a,b").post("/test/doors/visits").then(), 415);
  }

  @Test
  void malformedJson() {
    expect(
        given()
            .contentType("application/json")
            .body("{\"name\":")
            .post("/test/doors/visits")
            .then(),
        400);
  }

  @Test
  void aFieldOfTheWrongTypeIsNamed() {
    expect(
            given()
                .contentType("application/json")
                .body("{\"name\":\"a\",\"people\":\"many\"}")
                .post("/test/doors/visits")
                .then(),
            400)
        .body(containsString("people"));
  }

  @Test
  void invalidFieldsAreNamed() {
    expect(
            given()
                .contentType("application/json")
                .body("{\"name\":\" \",\"people\":0}")
                .post("/test/doors/visits")
                .then(),
            400)
        .body("violations.field", hasItems("name", "people"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/games/%00",
        "/api/games?cursor=%00",
        "/api/games/babylon%00/feed",
        "/api/games/babylon/markets/m%00/trades"
      })
  void aTextThatNoDatabaseHoldsIsTheCallersMistake(String address) {
    expect(
            given()
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer dev-viewer")
                .get(address)
                .then(),
            400)
        .body("detail", containsString("%00"));
  }

  @Test
  void ourOwnFailureShowsNoInternals() {
    expect(given().get("/test/doors/broken").then(), 500)
        .body(not(containsString("inner secret")))
        .body(not(containsString("Exception")));
  }

  private static ValidatableResponse expect(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status));
  }
}
