package dev.ziggurat.admin;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at the root: it takes a token, so nothing foreign may run in it or around it. */
@QuarkusTest
class HomeTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/index.html", "/ziggurat.js", "/ziggurat.css"})
  void runsNothingForeignAndIsFramedByNobody(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .header(
            "Content-Security-Policy",
            allOf(
                containsString("default-src 'none'"),
                containsString("script-src 'self'"),
                containsString("frame-ancestors 'none'"),
                not(containsString("unsafe"))))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ziggurat.js", "/ziggurat.css"})
  void isAskedForAnewAfterAnUpdate(String path) {
    given().get(path).then().header("Cache-Control", equalTo("no-cache"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/games", "/api/games/none", "/q/health", "/api/nowhere"})
  void dataIsTakenForNothingElseAndReadByNoOtherSite(String path) {
    given()
        .header("Authorization", "Bearer dev-viewer")
        .get(path)
        .then()
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Cross-Origin-Resource-Policy", equalTo("same-origin"));
  }
}
