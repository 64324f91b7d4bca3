package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ziggurat.Arena;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/gateway.md says is so: its rows name tests that there are, its examples run. */
@QuarkusTest
class GatewayDocsTest {

  private static final Path PAGE = Path.of("docs/gateway.md");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern SHELL = Pattern.compile("(?s)```sh\\n(.*?)```");

  @TestHTTPResource("/")
  URI address;

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page's example in this language, for a gateway at this address. */
  static String example(String language, String address) {
    return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
        .matcher(page())
        .results()
        .map(block -> block.group(1).replace("http://localhost:8080", address))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyTestItNamesIsThere() throws IOException {
    var named = NAMED.matcher(page()).results().toList();
    assertThat(named).hasSizeGreaterThan(40);
    for (var test : named) {
      var source = source(test.group(1));
      if (test.group(2) != null) {
        assertThat(source).as(test.group()).contains("void " + test.group(2) + "(");
      }
    }
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      var file =
          files
              .filter(path -> path.endsWith(name + ".java"))
              .findFirst()
              .orElseGet(() -> fail(name));
      return Files.readString(file);
    }
  }

  @Test
  void everyRowOfATableOfTestsNamesOne() {
    var rows =
        Pattern.compile("(?m)^\\|.*\\| test \\|\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)")
            .matcher(page())
            .results()
            .flatMap(table -> table.group(1).lines())
            .toList();
    assertThat(rows).hasSizeGreaterThan(30).allMatch(row -> NAMED.matcher(row).find());
  }

  @Test
  void theCommandsRun() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl here");
    var commands = SHELL.matcher(page()).results().map(GatewayDocsTest::command).toList();
    assertThat(commands).hasSize(8);
    for (var command : commands) {
      var log = Files.createTempFile("curl", ".log");
      var root = address.toString().replaceFirst("/$", "");
      var process =
          new ProcessBuilder(
                  List.of(
                      "sh",
                      "-c",
                      command
                          .replace("http://localhost:8080", root)
                          .replace("curl ", "curl --fail --silent --show-error ")))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(command).isTrue();
      var said = Files.readString(log);
      Files.delete(log);
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said)
          .containsAnyOf(
              "chat.completion",
              "\"object\":\"response\"",
              "\"type\":\"message\"",
              "\"object\":\"embedding\"",
              "town-crier");
    }
    for (var model : List.of("town-crier-8b", "town-crier-70b")) {
      given()
          .header("Authorization", "Bearer dev-admin")
          .delete("/api/admin/models/wandb/acme/" + model)
          .then()
          .statusCode(200);
    }
  }

  private static String command(MatchResult block) {
    return block.group(1);
  }

  private static RequestSpecification hello() {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body("{\"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}");
  }

  private static String projectSeen() {
    return given()
        .get("/simulator/observations")
        .jsonPath()
        .getString("latest[-1].parameters['OpenAI-Project']");
  }

  @Test
  void theProjectReachesWandb() {
    hello()
        .header("X-Ziggurat-Project", "team/one")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    assertThat(projectSeen()).isEqualTo("team/one");
    hello()
        .body(
            "{\"project\": \"team/two\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    assertThat(projectSeen()).isEqualTo("team/two");
    hello()
        .header("OpenAI-Project", "team/three")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    assertThat(projectSeen()).isEqualTo("team/three");
    hello()
        .header("OpenAI-Project", "team/three")
        .header("X-Ziggurat-Project", "team/four")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    assertThat(projectSeen()).isEqualTo("team/four");
    hello()
        .header("OpenAI-Project", "proj_1")
        .body(
            "{\"project\": \"team/five\", \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}")
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    assertThat(projectSeen()).isEqualTo("team/five");
    hello()
        .header("X-Ziggurat-Project", "nonsense")
        .post("/v1/chat/completions")
        .then()
        .statusCode(400)
        .body("error.param", equalTo("project"));
  }

  @Test
  void aCallThatMayCostNothingIsNotMade() {
    hello()
        .header("X-Ziggurat-Max-Cost", "0")
        .post("/v1/chat/completions")
        .then()
        .statusCode(429)
        .body("error.code", equalTo("insufficient_quota"))
        .body("error.message", containsString("X-Ziggurat-Max-Cost limits it to $0"));
    assertThat(given().get("/simulator/observations").jsonPath().getList("latest")).isEmpty();
  }

  @Test
  void anAnswerTellsItsCost() {
    var cost = hello().post("/v1/chat/completions").header("X-Ziggurat-Cost");
    assertThat(new BigDecimal(cost)).isPositive().isLessThan(new BigDecimal("0.01"));
  }
}
