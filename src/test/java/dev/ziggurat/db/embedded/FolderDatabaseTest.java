package dev.ziggurat.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.db.EmbeddedDatabase;
import dev.ziggurat.db.EmbeddedDatabase.Address;
import dev.ziggurat.db.EmbeddedDatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class FolderDatabaseTest {

  /** A folder whose server was started and stopped once, with all that a first start writes. */
  private static Path started;

  @TempDir Path temporary;
  Path folder;
  EmbeddedDatabase database = EmbeddedDatabase.find().orElseThrow();

  @BeforeAll
  static void startOnce(@TempDir Path shared) throws IOException {
    started = SharedBinaries.at(shared.resolve("postgres"));
    var database = EmbeddedDatabase.find().orElseThrow();
    database.open(started);
    database.leave(started);
  }

  @BeforeEach
  void copyFolder() throws IOException {
    folder = temporary.resolve("postgres");
    FolderCopy.copy(started, folder);
  }

  /** For tests that are about a first start. */
  private void beginWithNothing() throws IOException {
    folder = SharedBinaries.at(temporary.resolve("new"));
  }

  @AfterEach
  void leaveDatabase() {
    database.leave(folder);
  }

  @Test
  void acknowledgedCommitsAreOnDiskAndOnlyThisMachineIsServed() throws SQLException {
    var address = database.open(folder);

    assertThat(ask(address, "show fsync")).containsExactly("on");
    assertThat(ask(address, "show synchronous_commit")).containsExactly("on");
    assertThat(ask(address, "show full_page_writes")).containsExactly("on");
    assertThat(ask(address, "show max_connections")).containsExactly("60");
    assertThat(ask(address, "show listen_addresses")).containsExactly("127.0.0.1");
    assertThat(ask(address, "show unix_socket_directories")).containsExactly("");
  }

  @Test
  @Tag("full")
  void nobodyComesInWithoutThePassword() throws IOException {
    beginWithNothing();
    var address = database.open(folder);

    assertThatThrownBy(() -> ask(new Address(address.jdbcUrl(), "postgres", "guess"), "select 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    assertThat(address.toString()).doesNotContain(address.password());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aSecondOpenFindsTheSameServer() throws IOException {
    var first = database.open(folder);
    var postmaster = postmaster();

    assertThat(database.open(folder)).isEqualTo(first);
    assertThat(postmaster()).isEqualTo(postmaster);
  }

  @Test
  void dataSurvivesAnOrderlyStop() throws SQLException, IOException {
    run(database.open(folder), "create table kept as select 7 as seven");
    var before = postmaster();
    database.leave(folder);
    assertThat(ProcessHandle.of(before.pid())).isEmpty();
    // Zonky deletes what looks like a forgotten test cluster of more than ten minutes ago.
    Files.setLastModifiedTime(folder.resolve("data/epg-lock"), FileTime.from(Instant.EPOCH));

    var address = database.open(folder);

    assertThat(ask(address, "select seven from kept")).containsExactly("7");
    assertThat(postmaster()).isNotEqualTo(before);
  }

  @Test
  void theServerOfAKilledApplicationIsTakenOver() throws Exception {
    long killed;
    try (var player = Player.start(folder, temporary.resolve("ready"))) {
      player.jdbcUrl();
      killed = player.process().pid();
    }
    var orphan = postmaster();

    var address = database.open(folder);

    assertThat(postmaster()).isEqualTo(orphan);
    assertThat(ask(address, "select pid from played")).containsExactly(Long.toString(killed));
    database.leave(folder);
    assertThat(ProcessHandle.of(orphan.pid())).isEmpty();
  }

  @Test
  @Tag("full")
  void aServerThatAnotherProcessUsesIsLeftRunning() throws Exception {
    try (var player = Player.start(folder, temporary.resolve("ready"))) {
      player.jdbcUrl();
      var address = database.open(folder);

      database.leave(folder);

      assertThat(ask(address, "select 1")).containsExactly("1");
    }
  }

  @Test
  @Tag("full")
  void processesThatStartTogetherShareOneServer() throws Exception {
    beginWithNothing();
    var players = new ArrayList<Player.Started>();
    try {
      for (var i = 0; i < 3; i++) {
        players.add(Player.start(folder, temporary.resolve("ready" + i)));
      }
      var addresses = new ArrayList<String>();
      for (var player : players) {
        addresses.add(player.jdbcUrl());
      }
      assertThat(addresses).hasSize(3).containsOnly(addresses.getFirst());
    } finally {
      for (var player : players) {
        player.close();
      }
    }
    assertThat(ask(database.open(folder), "select count(*) from played")).containsExactly("3");
  }

  @Test
  @Tag("full")
  void whatACrashOfTheMachineLeavesIsCleared() throws SQLException, IOException {
    run(database.open(folder), "create table kept as select 7 as seven");
    var pidFile = folder.resolve("data/postmaster.pid");
    var lines = Files.readAllLines(pidFile);
    crash(postmaster());
    // After the reboot the id belongs to a stranger: to us.
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);

    var address = database.open(folder);

    assertThat(ask(address, "select seven from kept")).containsExactly("7");
  }

  @Test
  @Tag("full")
  void aTornPidFileIsCleared() throws SQLException, IOException {
    database.open(folder);
    crash(postmaster());
    Files.writeString(folder.resolve("data/postmaster.pid"), "");

    assertThat(ask(database.open(folder), "select 1")).containsExactly("1");
  }

  @Test
  void aFolderThatCannotBeUsedIsNamedWithTheWayOut() throws IOException {
    var file = Files.writeString(temporary.resolve("taken"), "a file");

    assertThatThrownBy(() -> database.open(file))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("QUARKUS_DATASOURCE_JDBC_URL");
  }

  private Postmaster postmaster() throws IOException {
    return Postmaster.read(folder.toRealPath().resolve("data")).orElseThrow();
  }

  private static void crash(Postmaster postmaster) {
    var process = ProcessHandle.of(postmaster.pid()).orElseThrow();
    var family = process.descendants().toList();
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(() -> !process.isAlive() && family.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static void run(Address address, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> ask(Address address, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(address.jdbcUrl(), address.username(), address.password());
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var answers = new ArrayList<String>();
      while (result.next()) {
        answers.add(result.getString(1));
      }
      return answers;
    }
  }
}
