package dev.ziggurat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The example for Java of docs/gateway.md, as a program of its own. */
@QuarkusTest
@Tag("full")
class JavaExampleTest {

  private static final Path FOLDER = Path.of("target/example");

  private static final String PROGRAM =
      """
      import com.openai.client.okhttp.OpenAIOkHttpClient;
      import com.openai.core.JsonValue;
      import com.openai.errors.OpenAIServiceException;
      import com.openai.models.chat.completions.ChatCompletionCreateParams;

      void main() {
      %s
      System.exit(0);
      }
      """;

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
    Files.createDirectories(FOLDER);
    var example = GatewayDocsTest.example("java", address.toString().replaceFirst("/$", ""));
    Files.writeString(FOLDER.resolve("Example.java"), PROGRAM.formatted(example));
    var played =
        Program.run(
            FOLDER,
            Map.of("CLASSPATH", classPath()),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "Example.java");
    assertThat(played.status()).as(played.said()).isZero();
    assertThat(played.said()).contains("3 messages", "[wandb] ", "404 Optional[model_not_found]");
  }

  /** Surefire's own is a jar that names the others. */
  private static String classPath() {
    return Objects.requireNonNullElseGet(
        System.getProperty("surefire.test.class.path"),
        () -> System.getProperty("java.class.path"));
  }
}
