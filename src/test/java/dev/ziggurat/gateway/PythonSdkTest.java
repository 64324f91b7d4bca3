package dev.ziggurat.gateway;

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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * OpenAI's own SDK for Python, by the example of docs/gateway.md. Without Python or where the SDK
 * cannot be installed it is skipped with a message, unless the environment variable PYTHON_TESTS
 * says {@code required}.
 */
@QuarkusTest
@Tag("full")
class PythonSdkTest {

  private static final Path FOLDER = Path.of("target/python").toAbsolutePath();
  private static final String SDK = "openai==3.57.0";

  @TestHTTPResource("/")
  URI address;

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  @Test
  void theExampleOfTheDocsRuns() throws IOException, InterruptedException {
    var required = "required".equals(System.getenv("PYTHON_TESTS"));
    assumeTrue(required || Program.isThere("python3"), "no Python here: apt-get install python3");
    Files.createDirectories(FOLDER);
    var installed = installed();
    assumeTrue(required || installed.status() == 0, "pip could not install the SDK");
    assertThat(installed.status()).as(installed.said()).isZero();
    Files.writeString(
        FOLDER.resolve("example.py"),
        GatewayDocsTest.example("python", address.toString().replaceFirst("/$", "")));
    var played = run(python(), "example.py");
    assertThat(played.status()).as(played.said()).isZero();
    assertThat(played.said()).contains("3 messages", "wandb ", "model_not_found");
  }

  private static Program installed() throws IOException, InterruptedException {
    var made = run("python3", "-m", "venv", "venv");
    return made.status() == 0
        ? run(python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", SDK)
        : made;
  }

  private static String python() {
    return FOLDER.resolve("venv/bin/python").toString();
  }

  private static Program run(String... command) throws IOException, InterruptedException {
    return Program.run(FOLDER, Map.of(), command);
  }
}
