package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * docs/worlds.md, followed literally: its shell blocks from nothing to a ticking game, in their
 * order. Only the ports are others, and the package takes the place of dev mode.
 */
@Tag("full")
class WorldsGuideIT {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
  private static final int END_SECONDS = 120;

  private final ScratchFolder folder = ScratchFolder.named("guide");
  private final Installation installation = Installation.quick(folder.path());
  private Process world;

  WorldsGuideIT() throws IOException {}

  @AfterEach
  void end() throws IOException {
    if (world != null) {
      world.descendants().forEach(ProcessHandle::destroyForcibly);
      world.destroyForcibly();
    }
    installation.close();
    folder.close();
  }

  private static List<String> blocks() throws IOException {
    var guide = Files.readString(Path.of("docs/worlds.md"));
    var path =
        guide.substring(
            guide.indexOf("\n## From nothing to a ticking game"),
            guide.indexOf("\n## Write your own"));
    return BLOCK.matcher(path).results().map(match -> match.group(1)).toList();
  }

  @Test
  void fromNothingToATickingGame() throws Exception {
    for (var program : List.of("bash", "curl", "python3")) {
      assumeTrue(
          isThere(program) || "required".equals(System.getenv("PYTHON_TESTS")),
          "no %s here: the guide is not followed".formatted(program));
    }
    var blocks = blocks();
    assertThat(blocks.getFirst()).contains("public_goods.py &");
    assertThat(blocks.get(1)).contains("./mvnw quarkus:dev");
    assertThat(blocks.get(2)).contains("/api/games ");
    assertThat(blocks.get(3)).contains("/ticks", "/events", "/leaderboard");
    Files.createSymbolicLink(folder.path().resolve("docs"), Path.of("docs").toAbsolutePath());

    // The first shell: the world, and its key for who comes after it.
    var port = freePort();
    world =
        shell(
            "PORT="
                + port
                + "\nexport PORT\n"
                + blocks.getFirst()
                + "echo \"$MY_WORLD_KEY\" >key\nwait\n",
            folder.path().resolve("world.out"));
    var key = folder.path().resolve("key");
    TwoServices.await(() -> Files.exists(key) && Files.size(key) > 60);
    var process =
        installation.start(
            "demo",
            Map.of(
                "MY_WORLD_KEY",
                Files.readString(key).strip(),
                "ziggurat.http-world.private-addresses",
                "true"));

    // Another shell.
    var script =
        String.join("", blocks.subList(2, 4))
            .replace("localhost:8080", process.address().replace("http://", ""))
            .replace("127.0.0.1:8000", "127.0.0.1:" + port)
            .replace("curl ", "curl --silent --show-error --fail-with-body ")
            // One answer per line.
            .replaceAll("(?m)(^curl .*/commons/.*$)", "$1; echo");
    var out = folder.path().resolve("guide.out");
    var followed = shell("set -e\n" + script, out);
    assertThat(followed.waitFor(END_SECONDS, TimeUnit.SECONDS)).isTrue();
    var said = Files.readString(out);
    assertThat(followed.exitValue()).as(said).isZero();
    assertThat(Pattern.compile("\"outcome\":\"completed\"").matcher(said).results()).hasSize(2);
    assertThat(said).contains("\"id\":\"commons\"", "ada gave 10 of 20", "\"handle\":\"cleo\"");

    // The check of the guide's section on it, smaller, and without a database.
    assertThat(Files.readString(Path.of("docs/worlds.md")))
        .contains("./ziggurat world check http://127.0.0.1:8000 --key-variable MY_WORLD_KEY\n");
    var checked =
        PackagedCommand.start(
                Map.of("MY_WORLD_KEY", Files.readString(key).strip()),
                folder.path(),
                "",
                "world",
                "check",
                "http://127.0.0.1:" + port,
                "--key-variable",
                "MY_WORLD_KEY",
                "--agents=50",
                "--ticks=2",
                "--json")
            .end()
            .with(0)
            .json();
    assertThat(checked.path("passed").asBoolean()).as(checked.toString()).isTrue();
    assertThat(checked.path("name").asText()).isEqualTo("Public goods");
  }

  private Process shell(String script, Path out) throws IOException {
    var builder =
        new ProcessBuilder("bash", "-c", script)
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    return builder.start();
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
