package dev.ziggurat.db.embedded;

import dev.ziggurat.db.EmbeddedDatabase;
import dev.ziggurat.db.EmbeddedDatabaseException;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps one PostgreSQL server per folder. The server outlives a killed application; the next start
 * attaches to it.
 */
public final class FolderDatabase implements EmbeddedDatabase {

  private static final Logger LOG = Logger.getLogger(FolderDatabase.class);

  /** Allows for crash recovery after a machine went down. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  @Override
  public Address open(Path path) {
    try {
      var folder = ServerFolder.at(path);
      try (var _ = FolderLock.acquire(folder.lockFile())) {
        var address = attach(folder).orElse(null);
        if (address == null) {
          address = start(folder);
        }
        new ServerUsers(folder.users()).join();
        return address;
      }
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new EmbeddedDatabaseException(
          "The embedded database in %s did not start: %s. Its logs are start.log and data/log there. To use another server, set QUARKUS_DATASOURCE_JDBC_URL."
              .formatted(path.toAbsolutePath().normalize(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedDatabaseException("Interrupted while the embedded database started", e);
    }
  }

  @Override
  public void leave(Path path) {
    try {
      var folder = ServerFolder.at(path);
      try (var _ = FolderLock.acquire(folder.lockFile())) {
        var users = new ServerUsers(folder.users());
        users.leave();
        if (users.isEmpty()) {
          stop(folder);
        }
      }
    } catch (IOException | SQLException e) {
      LOG.warnf("The embedded database in %s was left running: %s", path, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Address> attach(ServerFolder folder)
      throws IOException, SQLException, InterruptedException {
    var named = Postmaster.read(folder.data());
    if (named.isEmpty()) {
      return Optional.empty();
    }
    if (named.get().process().isEmpty()) {
      // PostgreSQL refuses to start with this file when another process now has the id.
      Files.delete(Postmaster.file(folder.data()));
      return Optional.empty();
    }
    var server = Server.await(folder, START_TIMEOUT);
    server.secure(folder.data());
    LOG.infof("Database: attached to the server in %s, port %d", folder.root(), server.port());
    return Optional.of(server.address());
  }

  private static Address start(ServerFolder folder) throws IOException, SQLException {
    // Zonky's lock, which an earlier start in this JVM may still hold.
    Files.deleteIfExists(folder.data().resolve("epg-lock"));
    var output = ProcessBuilder.Redirect.to(folder.startLog().toFile());
    var started =
        EmbeddedPostgres.builder()
            .setPgBinaryResolver(FolderDatabase::binaries)
            .setOverrideWorkingDirectory(folder.binaries().toFile())
            .setDataDirectory(folder.data())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_TIMEOUT)
            .setOutputRedirector(output)
            .setErrorRedirector(output)
            .setConnectConfig("password", folder.password())
            // Zonky disables these for tests; here a committed transaction must survive a crash.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "60")
            .setServerConfig("listen_addresses", "127.0.0.1")
            // No socket file: only loopback, with password.
            .setServerConfig("unix_socket_directories", "")
            // The log outlives the application and is limited to seven files.
            .setServerConfig("logging_collector", "on")
            .setServerConfig("log_filename", "postgresql-%a.log")
            .setServerConfig("log_truncate_on_rotation", "on")
            .setServerConfig("log_rotation_size", "0")
            .start();
    var server = new Server(started.getPort(), folder.password());
    server.secure(folder.data());
    LOG.infof("Database: started a server in %s, port %d", folder.root(), server.port());
    return server.address();
  }

  private static InputStream binaries(String system, String machine) throws IOException {
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
    } catch (IllegalStateException absent) {
      throw new IllegalStateException(
          "this package brings no PostgreSQL for %s on %s (build it there, or with -Dpostgres.platforms=all)"
              .formatted(system, machine),
          absent);
    }
  }

  private static void stop(ServerFolder folder)
      throws IOException, SQLException, InterruptedException {
    var named = Postmaster.read(folder.data());
    var process = named.flatMap(Postmaster::process);
    if (process.isEmpty()) {
      return;
    }
    new Server(named.get().port(), folder.password()).shutDown(process.get());
    var deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
    while (process.get().isAlive()) {
      if (System.nanoTime() > deadline) {
        LOG.warnf("The embedded database in %s is still stopping", folder.root());
        return;
      }
      // ProcessHandle.onExit polls processes that are not our children only every few seconds.
      Thread.sleep(POLL_INTERVAL);
    }
    LOG.infof("Database: stopped the server in %s", folder.root());
  }
}
