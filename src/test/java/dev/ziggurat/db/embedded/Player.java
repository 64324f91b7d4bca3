package dev.ziggurat.db.embedded;

import dev.ziggurat.db.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An application in a process of its own that opens the database of a folder and commits a row. */
final class Player {

  /** A started one. */
  record Started(Process process, Path ready) implements AutoCloseable {

    /** The address it got, once it committed its row. */
    String jdbcUrl() throws IOException {
      Awaitility.await()
          .atMost(60, TimeUnit.SECONDS)
          .pollInterval(20, TimeUnit.MILLISECONDS)
          .until(() -> Files.exists(ready) || !process.isAlive());
      return Files.readString(ready);
    }

    /** Kills it, like {@code kill -9}. */
    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  private Player() {}

  static Started start(Path folder, Path ready) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Player.class.getName(),
                folder.toString(),
                ready.toString())
            .redirectErrorStream(true)
            .redirectOutput(ready.resolveSibling(ready.getFileName() + ".log").toFile())
            .start();
    return new Started(process, ready);
  }

  public static void main(String... args) throws SQLException, IOException, InterruptedException {
    var address = EmbeddedDatabase.find().orElseThrow().open(Path.of(args[0]));
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
        var statement = connection.createStatement()) {
      statement.execute("create table if not exists played (pid bigint)");
      statement.execute("insert into played values (" + ProcessHandle.current().pid() + ")");
    }
    var ready = Path.of(args[1]);
    var draft = ready.resolveSibling(ready.getFileName() + ".new");
    Files.writeString(draft, address.jdbcUrl());
    Files.move(draft, ready);
    new CountDownLatch(1).await();
  }
}
