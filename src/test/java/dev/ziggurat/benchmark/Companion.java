package dev.ziggurat.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** Another program, started for the length of a measurement and asked at its port. */
public final class Companion implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int INSTALL_SECONDS = 300;
  private static final Path PORTKEY = Path.of("target/portkey");
  private static final Path PORTKEY_SOURCE = Path.of("src/test/portkey");

  private final Process process;
  private final int port;

  private Companion(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The provider that all of them ask. */
  public static Companion stub(Path logs) throws IOException, InterruptedException {
    return program(StubProvider.class, logs);
  }

  /** A program of the tests, whose only argument is the port where it is to listen. */
  public static Companion program(Class<?> main, Path logs)
      throws IOException, InterruptedException {
    var port = freePort();
    return start(
        port,
        logs.resolve(main.getSimpleName() + ".log"),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            Integer.toString(port)));
  }

  /** Portkey's gateway in the version that {@code src/test/portkey} names, from npm. */
  public static Companion portkey(Path logs) throws IOException, InterruptedException {
    Files.createDirectories(PORTKEY);
    for (var file : List.of("package.json", "package-lock.json")) {
      Files.copy(
          PORTKEY_SOURCE.resolve(file), PORTKEY.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    var log = logs.resolve("npm.log");
    var install =
        builder(List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"), log)
            .directory(PORTKEY.toFile())
            .start();
    var ended = install.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
    install.destroyForcibly();
    assertThat(ended && install.exitValue() == 0).as(Files.readString(log)).isTrue();
    var port = freePort();
    return start(
        port,
        logs.resolve("portkey.log"),
        List.of(
            "node",
            PORTKEY.resolve("node_modules/@portkey-ai/gateway/build/start-server.js").toString(),
            "--port=" + port,
            "--headless"));
  }

  private static ProcessBuilder builder(List<String> command, Path log) {
    return new ProcessBuilder(new ArrayList<>(command))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile());
  }

  private static Companion start(int port, Path log, List<String> command)
      throws IOException, InterruptedException {
    var builder = builder(command, log);
    builder.environment().putAll(Map.of("NODE_ENV", "production"));
    var companion = new Companion(builder.start(), port);
    var end = System.nanoTime() + START.toNanos();
    while (!companion.listens()) {
      if (!companion.process.isAlive() || System.nanoTime() > end) {
        companion.close();
        throw new IllegalStateException(command + ": " + Files.readString(log));
      }
      Thread.sleep(PAUSE);
    }
    return companion;
  }

  private boolean listens() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** What it takes of the machine. */
  public Meter meter() {
    return Meter.of(process.toHandle());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
