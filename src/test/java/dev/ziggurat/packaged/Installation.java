package dev.ziggurat.packaged;

import dev.ziggurat.db.CommitCutter;
import dev.ziggurat.db.embedded.FolderCopy;
import dev.ziggurat.db.embedded.SharedBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A database folder and the processes of the package that play on it. Closing it ends them all, and
 * the database server that they leave behind.
 */
final class Installation implements AutoCloseable {

  /**
   * What profile prod allows, in place of what profile demo does: nine seconds for a tick and three
   * for an answer are too short where a machine does ten other things.
   */
  static final Map<String, String> UNHURRIED =
      Map.of(
          "ziggurat.tick.budget", "50s",
          "ziggurat.tick.reserve", "5s",
          "ziggurat.tick.lease-margin", "10s",
          "ziggurat.chain.provider-limit", "20s");

  private static final int PORT_LINE = 3;
  private static final String USER = "postgres";
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path folder;
  private final Path jar;
  private final List<String> options;
  private final List<PackagedProcess> started = new ArrayList<>();

  private Installation(Path folder, List<String> options) {
    this(folder, PackagedProcess.JAR, options);
  }

  /**
   * Whose processes are those of any build.
   *
   * @param jar of the build
   * @param options of the JVM
   */
  Installation(Path folder, Path jar, List<String> options) {
    this.folder = folder;
    this.jar = jar;
    this.options = options;
  }

  /** Whose processes start as an operator's do. */
  Installation(Path folder) {
    this(folder, List.of("-Xmx512m"));
  }

  /** Whose processes start soon, and whose database server need not be unpacked first. */
  static Installation quick(Path folder) throws IOException {
    return quick(folder, SharedClasses.options());
  }

  /** The same with other options of the JVM. */
  static Installation quick(Path folder, List<String> options) throws IOException {
    SharedBinaries.at(folder.resolve("db"));
    return new Installation(folder, options);
  }

  /** Starts the package on this folder and waits until it is ready. No scheduler triggers it. */
  PackagedProcess start(String profile, Map<String, String> settings) throws IOException {
    return start(
        profile, settings, Map.of("ZIGGURAT_EMBEDDED_DATABASE", folder.resolve("db").toString()));
  }

  /** Starts it likewise, with options of the JVM such as the container image has. */
  PackagedProcess start(String profile, Map<String, String> settings, String options)
      throws IOException {
    return start(
        profile,
        settings,
        Map.of(
            "ZIGGURAT_EMBEDDED_DATABASE",
            folder.resolve("db").toString(),
            "JDK_JAVA_OPTIONS",
            options));
  }

  /** Starts another process on the database that the first one of this folder started. */
  PackagedProcess startBeside(String profile, Map<String, String> settings) throws IOException {
    return start(
        profile,
        settings,
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl(),
            "QUARKUS_DATASOURCE_USERNAME", USER,
            "QUARKUS_DATASOURCE_PASSWORD", password()));
  }

  /** Starts another one likewise, whose connections go through a proxy before that database. */
  PackagedProcess startBehind(CommitCutter proxy, String profile, Map<String, String> settings)
      throws IOException {
    return start(
        profile,
        settings,
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", proxy.jdbcUrl(),
            "QUARKUS_DATASOURCE_USERNAME", USER,
            "QUARKUS_DATASOURCE_PASSWORD", password()));
  }

  private PackagedProcess start(
      String profile, Map<String, String> settings, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(folder);
    var log = Files.createTempFile(folder, profile, ".log");
    var process = PackagedProcess.start(jar, options, profile, settings, environment, log);
    started.add(process);
    process.awaitReady();
    return process;
  }

  /** A connection of the test's own, to look and to lock. */
  Connection connect() throws SQLException, IOException {
    return DriverManager.getConnection(jdbcUrl(), USER, password());
  }

  /** Rows as texts, one column or many. */
  List<String> rows(String sql) throws SQLException, IOException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<String>();
      var columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (var column = 1; column <= columns; column++) {
          row.add(result.getString(column));
        }
        rows.add(String.join(" | ", row.stream().map(String::valueOf).toList()));
      }
      return rows;
    }
  }

  /** Does what yields nothing, such as a vacuum after many changes. */
  void execute(String sql) throws SQLException, IOException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number that a query yields. */
  long number(String sql) throws SQLException, IOException {
    return Long.parseLong(rows(sql).getFirst());
  }

  /** Begins another installation from the same bytes. Nothing may be running here. */
  Installation copyTo(Path other) throws IOException {
    if (postmaster().isPresent()) {
      throw new IllegalStateException("the database server is running");
    }
    FolderCopy.copy(folder.resolve("db"), Files.createDirectories(other).resolve("db"));
    return new Installation(other, jar, options);
  }

  /** Where the database is that the first process of this folder started. */
  String jdbcUrl() throws IOException {
    var port = Files.readAllLines(pidFile()).get(PORT_LINE).strip();
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Of the user {@code postgres} of that server. */
  String password() throws IOException {
    return Files.readString(folder.resolve("db/password")).strip();
  }

  private Path pidFile() {
    return folder.resolve("db/data/postmaster.pid");
  }

  /** The database server of this folder, while it runs. */
  Optional<ProcessHandle> postmaster() throws IOException {
    return Files.exists(pidFile())
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile()).getFirst().strip()))
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    var server = postmaster();
    started.forEach(PackagedProcess::kill);
    if (server.isPresent() && server.get().isAlive()) {
      server.get().destroy();
      awaitEnd(server.get());
      server.get().destroyForcibly();
    }
  }

  /** Looks often: Java itself looks for the end of a process of others three times a second. */
  private static void awaitEnd(ProcessHandle server) {
    var deadline = System.nanoTime() + END_NANOS;
    while (server.isAlive() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
