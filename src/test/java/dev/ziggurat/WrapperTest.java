package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The first command a newcomer types must find its JDK, or say which one is missing. */
@DisabledOnOs(OS.WINDOWS)
class WrapperTest {

  private record Ended(int code, String said) {}

  @TempDir Path home;

  @Test
  void findsAnInstalledJdkByItself() throws Exception {
    var jdks = Files.createDirectories(home.resolve(".sdkman/candidates/java"));
    Files.createSymbolicLink(
        jdks.resolve("25-installed"), Path.of(System.getProperty("java.home")));

    var ended = mvnw(Map.of());

    assertThat(ended.said()).contains("Java version: ");
    assertThat(ended.code()).isZero();
    assertThat(Integer.parseInt(ended.said().replaceAll("(?s).*Java version: (\\d+).*", "$1")))
        .isGreaterThanOrEqualTo(25);
  }

  @Test
  void namesTheJdkItNeedsWhenThereIsOnlyAnOldOne() throws Exception {
    var old = Files.createDirectories(home.resolve("jdk-17"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");

    var ended = mvnw(Map.of("JAVA_HOME", old.toString()));

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said().lines())
        .singleElement()
        .asString()
        .contains("JDK 25")
        .contains("export JAVA_HOME=");
  }

  private Ended mvnw(Map<String, String> environment) throws IOException, InterruptedException {
    var said = home.resolve("said.txt");
    var builder =
        new ProcessBuilder("sh", "./mvnw", "--version")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    var inherited = builder.environment();
    inherited
        .keySet()
        .removeIf(
            name ->
                name.startsWith("MAVEN_")
                    || name.startsWith("JAVA_")
                    || name.equals("JDK_JAVA_OPTIONS"));
    inherited.put("HOME", home.toString());
    // Maven itself is downloaded already: we are run by it.
    inherited.put("MAVEN_USER_HOME", Path.of(System.getProperty("user.home"), ".m2").toString());
    inherited.putAll(environment);
    var code = builder.start().waitFor();
    return new Ended(code, Files.readString(said));
  }
}
