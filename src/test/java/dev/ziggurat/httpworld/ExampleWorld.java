package dev.ziggurat.httpworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;

/** An example world of the documentation, as a process of its own that can be killed. */
public final class ExampleWorld implements AutoCloseable {

  private static final Path EXAMPLES = Path.of("docs/worlds").toAbsolutePath();
  private static final Path TYPESCRIPT = Path.of("target/worlds/typescript").toAbsolutePath();
  private static final Path JAVA = Path.of("target/worlds/java").toAbsolutePath();
  private static final int PATIENCE_SECONDS = 180;

  /** The languages that there are examples in. */
  public enum Language {
    PYTHON,
    TYPESCRIPT,
    JAVA
  }

  private final List<String> command;
  private final String key;
  private final Path data;
  private final Path log;
  private final int port;
  private Process process;

  private ExampleWorld(List<String> command, String key, Path folder) throws IOException {
    this.command = command;
    this.key = key;
    this.data = folder.resolve("data");
    this.log = Files.createDirectories(folder).resolve("world.log");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    start();
  }

  /**
   * Starts one. Where its language is missing the test is skipped, unless this is CI.
   *
   * @param folder for its data and its log
   */
  public static ExampleWorld start(Language language, String key, Path folder)
      throws IOException, InterruptedException {
    return new ExampleWorld(
        switch (language) {
          case PYTHON -> python();
          case TYPESCRIPT -> typescript();
          case JAVA -> java();
        },
        key,
        folder);
  }

  private static List<String> python() throws InterruptedException {
    needs("python3");
    return List.of("python3", EXAMPLES.resolve("python/public_goods.py").toString());
  }

  /** Compiled once: launched as a source file it would be compiled again at each start. */
  private static List<String> java() throws IOException {
    var jackson =
        Stream.of(ObjectMapper.class, JsonFactory.class, JsonProperty.class)
            .map(each -> each.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator));
    synchronized (ExampleWorld.class) {
      if (!Files.exists(JAVA.resolve("Market.class"))) {
        Files.createDirectories(JAVA);
        var compiled =
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-cp",
                    jackson,
                    "-d",
                    JAVA.toString(),
                    EXAMPLES.resolve("java/Market.java").toString());
        assertThat(compiled).as("javac Market.java").isZero();
      }
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-cp",
        JAVA + File.pathSeparator + jackson,
        "Market");
  }

  private static List<String> typescript() throws IOException, InterruptedException {
    needs("node");
    needs("npm");
    var compiled = TYPESCRIPT.resolve("werewolf.mjs");
    synchronized (ExampleWorld.class) {
      if (!Files.exists(compiled)) {
        compile(compiled);
      }
    }
    return List.of("node", compiled.toString());
  }

  private static void compile(Path compiled) throws IOException, InterruptedException {
    var sources = Path.of("src/test/worlds");
    Files.createDirectories(TYPESCRIPT);
    for (var file : List.of("package.json", "package-lock.json")) {
      Files.copy(
          sources.resolve(file), TYPESCRIPT.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.copy(
        EXAMPLES.resolve("typescript/werewolf.ts"),
        TYPESCRIPT.resolve("werewolf.mts"),
        StandardCopyOption.REPLACE_EXISTING);
    var installed = run("npm", "ci", "--no-audit", "--no-fund", "--omit=optional");
    assumeTrue(isRequired() || installed == 0, "npm could not install TypeScript's compiler");
    assertThat(installed).as("npm ci").isZero();
    assertThat(
            run(
                "node_modules/.bin/tsc",
                "--strict",
                "--noUncheckedIndexedAccess",
                "--skipLibCheck",
                "--target",
                "es2023",
                "--module",
                "nodenext",
                "--types",
                "node",
                "werewolf.mts"))
        .as("tsc")
        .isZero();
    assertThat(compiled).exists();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    // Never the test's own input and output: by these Maven talks to it.
    var running =
        new ProcessBuilder(command)
            .directory(TYPESCRIPT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(TYPESCRIPT.resolve("compile.log").toFile()))
            .start();
    running.getOutputStream().close();
    if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      running.destroyForcibly();
    }
    return running.waitFor();
  }

  private static boolean isRequired() {
    return "true".equals(System.getenv("CI"))
        || "required".equals(System.getenv("NODE_TESTS"))
        || "required".equals(System.getenv("PYTHON_TESTS"));
  }

  private static void needs(String program) throws InterruptedException {
    try {
      var asked =
          new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertThat(asked.waitFor()).as(program).isZero();
    } catch (IOException missing) {
      assertThat(isRequired()).as("%s is missing", program).isFalse();
      assumeTrue(false, "no %s here: the example world in it is not played".formatted(program));
    }
  }

  /** Starts it, or starts it again after it was killed, on the same data. */
  public void start() throws IOException {
    var builder =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder
        .environment()
        .putAll(Map.of("PORT", Integer.toString(port), "WORLD_KEY", key, "DATA", data.toString()));
    process = builder.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !process.isAlive() || isListening());
    assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
  }

  private boolean isListening() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (ConnectException refused) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** The folder of its states. */
  public Path data() {
    return data;
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
