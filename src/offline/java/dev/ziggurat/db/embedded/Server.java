package dev.ziggurat.db.embedded;

import dev.ziggurat.db.EmbeddedDatabase.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that runs, spoken to as its superuser. */
record Server(int port, String password) {

  private static final String HOST = "127.0.0.1";
  private static final String DATABASE = "postgres";
  private static final String USER = "postgres";
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ANSWER_SECONDS = 5;

  /** Everyone on this machine can reach a loopback port, so everyone has to know the password. */
  private static final String WHO_MAY_COME_IN =
      """
      # Written by Ziggurat.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  Address address() {
    return new Address(
        "jdbc:postgresql://%s:%d/%s".formatted(HOST, port, DATABASE), USER, password);
  }

  /** Waits until the server that the folder's {@code postmaster.pid} names lets us in. */
  static Server await(ServerFolder folder, Duration patience)
      throws IOException, SQLException, InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      // Read again each time: the port is written some time after the process id.
      var port = Postmaster.read(folder.data()).map(Postmaster::port).orElse(0);
      var server = new Server(port, folder.password());
      try {
        server.checkServes(folder.data());
        return server;
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Draws the bolt: the first start lets everyone in, because no password is set yet. */
  void secure(Path data) throws IOException, SQLException {
    var file = data.resolve("pg_hba.conf");
    if (Files.readString(file).equals(WHO_MAY_COME_IN)) {
      return;
    }
    try (var connection = connect();
        var statement = connection.createStatement()) {
      // The password is hexadecimal digits.
      statement.execute("alter role " + USER + " password " + statement.enquoteLiteral(password));
      Files.writeString(file, WHO_MAY_COME_IN);
      statement.execute("select pg_reload_conf()");
    }
  }

  /** Ends all sessions, then the server, with a checkpoint. */
  void shutDown(ProcessHandle process) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where backend_type = 'client backend' and pid <> pg_backend_pid()
          """);
      process.destroy();
    }
  }

  private void checkServes(Path data) throws IOException, SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery("show data_directory")) {
      result.next();
      if (!Files.isSameFile(Path.of(result.getString(1)), data)) {
        throw new SQLException("port " + port + " serves " + result.getString(1));
      }
    }
  }

  private Connection connect() throws SQLException {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {HOST});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(DATABASE);
    source.setUser(USER);
    source.setPassword(password);
    source.setConnectTimeout(ANSWER_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    return source.getConnection();
  }
}
