package dev.ziggurat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server that has pgvector, in place of the usual one: the environment variable {@code
 * PGVECTOR_SERVER} names the folder of its installation, the one with {@code bin}. The tests of
 * what needs pgvector are skipped without it, unless {@code PGVECTOR_TESTS} says {@code required}.
 */
public final class PgvectorServer {

  private static final long PATIENCE_SECONDS = 120;

  private PgvectorServer() {}

  /** Where it is installed; empty without one. */
  static Optional<Path> installation() {
    return Optional.ofNullable(System.getenv("PGVECTOR_SERVER"))
        .filter(folder -> !folder.isBlank())
        .map(Path::of);
  }

  /** Skips a test without pgvector, or fails it where that is required. */
  public static void assume() {
    assumeTrue(
        isThere() || "required".equals(System.getenv("PGVECTOR_TESTS")),
        "no PostgreSQL with pgvector here: set PGVECTOR_SERVER to the folder of one");
    if (!isThere()) {
      throw new IllegalStateException("PGVECTOR_SERVER must name the folder of a PostgreSQL");
    }
  }

  /** Whether tests run on such a server. */
  public static boolean isThere() {
    return installation().isPresent();
  }

  /**
   * Starts a server that ends with this JVM.
   *
   * @param user its superuser, who needs no password
   * @return its port
   */
  static int start(Path installation, String user) throws IOException {
    var folder = Files.createTempDirectory("pgvector");
    var data = folder.resolve("data").toString();
    var port = freePort();
    run(
        installation,
        folder,
        "initdb",
        "-D",
        data,
        "-U",
        user,
        "-A",
        "trust",
        "--no-sync",
        "-E",
        "UTF8");
    var options =
        "-p %d -k %s -F -c max_connections=200 -c listen_addresses=localhost -c timezone=UTC -c synchronous_commit=off"
            .formatted(port, folder);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(installation, folder, data)));
    run(
        installation,
        folder,
        "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        options,
        "start");
    return port;
  }

  private static void stop(Path installation, Path folder, String data) {
    try {
      run(installation, folder, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop");
      try (var files = Files.walk(folder)) {
        files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new IllegalStateException("a server of tests could not be stopped", e);
    }
  }

  private static void run(Path installation, Path folder, String program, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    // PostgreSQL does not run as root.
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(installation.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    var said = folder.resolve(program + ".log");
    var process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(program + " failed: " + Files.readString(said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(program + " was interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
