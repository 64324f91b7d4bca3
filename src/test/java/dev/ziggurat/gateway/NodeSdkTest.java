package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ziggurat.Arena;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * OpenAI's own SDK for Node, and a client generated from the OpenAPI document. Without Node or its
 * package manager it is skipped with a message, unless the environment variable NODE_TESTS says
 * {@code required}.
 */
@QuarkusTest
@Tag("full")
class NodeSdkTest {

  private static final Path SOURCE = Path.of("src/test/sdk");
  private static final Path FOLDER = Path.of("target/sdk");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "gateway.test.mjs");

  @TestHTTPResource("/")
  URI address;

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void theSdkWorksUnchangedAndSoDoesTheExampleOfTheDocs() throws IOException, InterruptedException {
    install();
    var tested = run("node", "--test", "--test-reporter=tap", "gateway.test.mjs");
    assertThat(tested.status()).as(tested.said()).isZero();
    assertThat(tested.said()).containsPattern("# pass [1-9]").contains("# fail 0", "# skipped 0");
    Files.writeString(FOLDER.resolve("example.mjs"), GatewayDocsTest.example("js", root()));
    var played = run("node", "example.mjs");
    assertThat(played.status()).as(played.said()).isZero();
    assertThat(played.said()).contains("3 messages", "wandb ", "404 model_not_found");
  }

  @Test
  void aClientIsGeneratedFromTheOpenApiDocument() throws IOException, InterruptedException {
    install();
    Files.writeString(
        FOLDER.resolve("openapi.json"), given().get("/q/openapi?format=json").asString());
    var generated =
        run("node_modules/.bin/openapi-typescript", "openapi.json", "--output", "api.d.ts");
    assertThat(generated.status()).as(generated.said()).isZero();
    var compiled =
        run("node_modules/.bin/tsc", "--noEmit", "--strict", "--typeRoots", "none", "api.d.ts");
    assertThat(compiled.status()).as(compiled.said()).isZero();
    assertThat(Files.readString(FOLDER.resolve("api.d.ts")))
        .contains("\"/v1/chat/completions\"", "OpenAiError: {");
  }

  private void install() throws IOException, InterruptedException {
    var required = "required".equals(System.getenv("NODE_TESTS"));
    assumeTrue(
        required || Program.isThere("node") && Program.isThere("npm"),
        "no Node here: apt-get install nodejs npm");
    Files.createDirectories(FOLDER);
    for (var file : FILES) {
      Files.copy(SOURCE.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    var installed = run("npm", "ci", "--no-audit", "--no-fund", "--omit=optional");
    assumeTrue(required || installed.status() == 0, "npm could not install the SDK");
    assertThat(installed.status()).as(installed.said()).isZero();
  }

  private String root() {
    return address.toString().replaceFirst("/$", "");
  }

  private Program run(String... command) throws IOException, InterruptedException {
    return Program.run(FOLDER, Map.of("ZIGGURAT_ADDRESS", root()), command);
  }
}
