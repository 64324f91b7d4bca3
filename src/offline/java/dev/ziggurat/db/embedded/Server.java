package dev.ziggurat.db.embedded;

import dev.ziggurat.db.EmbeddedDatabase.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A running server, accessed as its superuser. */
record Server(int port, String password) {

  private static final String HOST = "127.0.0.1";
  private static final String DATABASE = "postgres";
  private static final String USER = "postgres";
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final int ANSWER_SECONDS = 5;

  /** Every user of this machine can reach a loopback port, so the password is required. */
  private static final String ACCESS_RULES =
      """
      # Written by Ziggurat.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  Address address() {
    return new Address(
        "jdbc:postgresql://%s:%d/%s".formatted(HOST, port, DATABASE), USER, password);
  }

  /** Waits until the server named in the folder's {@code postmaster.pid} accepts connections. */
  static Server await(ServerFolder folder, Duration timeout)
      throws IOException, SQLException, InterruptedException {
    var deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      // Read each time: the port is written after the process id.
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
      Thread.sleep(POLL_INTERVAL);
    }
  }

  /** Requires the password: the first start accepts everyone, because no password is set yet. */
  void secure(Path data) throws IOException, SQLException {
    var file = data.resolve("pg_hba.conf");
    if (Files.readString(file).equals(ACCESS_RULES)) {
      return;
    }
    try (var connection = connect();
        var statement = connection.createStatement()) {
      // The password consists of hexadecimal digits.
      statement.execute("alter role " + USER + " password " + statement.enquoteLiteral(password));
      Files.writeString(file, ACCESS_RULES);
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
