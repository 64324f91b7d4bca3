package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.PostgresResource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The schema brought up to date on demand, on an empty database. */
@Execution(ExecutionMode.CONCURRENT)
class MigrationTest {

  private static final String USER = "postgres";
  private static final String SECRET = "never-shown";

  private final String url =
      PostgresResource.database("m" + UUID.randomUUID().toString().replace("-", ""));

  @Test
  void tellsWhatItApplied() {
    var first = migration(url, USER).run();
    assertThat(first.from()).isNull();
    assertThat(first.applied())
        .startsWith("V1__engine", "V2__babylon", "V3__audit")
        .doesNotHaveDuplicates();
    assertThat(first.to()).isEqualTo(versionOf(first.applied().getLast()));
    assertThat(first.durationMillis()).isPositive();
    assertThat(first.summary())
        .startsWith("The schema went from empty to version " + first.to())
        .contains("V1__engine, V2__babylon");

    var second = migration(url, USER).run();
    assertThat(second.from()).isEqualTo(first.to());
    assertThat(second.to()).isEqualTo(first.to());
    assertThat(second.applied()).isEmpty();
    assertThat(second.summary()).contains("at version " + first.to(), "nothing to do");
  }

  @Test
  void tellsFromWhereItWentOn() {
    Flyway.configure().dataSource(url, USER, USER).target("2").load().migrate();
    var report = migration(url, USER).run();
    assertThat(report.from()).isEqualTo("2");
    assertThat(report.applied()).startsWith("V3__audit");
  }

  @Test
  void onlyTheNewestSchemaWithoutFailuresIsCurrent() throws Exception {
    var properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", USER);
    assertThat(SchemaVersion.isCurrent(url, properties)).as("empty").isFalse();

    Flyway.configure().dataSource(url, USER, USER).target("12").load().migrate();
    assertThat(SchemaVersion.isCurrent(url, properties)).as("older").isFalse();

    assertThat(migration(url, USER).run().to()).isEqualTo(SchemaVersion.NEWEST);
    assertThat(SchemaVersion.isCurrent(url, properties)).as("newest").isTrue();

    try (var connection = DriverManager.getConnection(url, USER, USER);
        var statement = connection.createStatement()) {
      statement.execute("update flyway_schema_history set success = false where version = '3'");
      assertThat(SchemaVersion.isCurrent(url, properties)).as("with a failure").isFalse();
      statement.execute("update flyway_schema_history set success = true");
      statement.execute(
          "insert into flyway_schema_history select 1000, '9999', 'later', 'SQL', 'later', 1, 'x', now(), 1, true");
      assertThat(SchemaVersion.isCurrent(url, properties)).as("newer").isFalse();
    }
    assertThat(SchemaVersion.isCurrent("jdbc:postgresql://localhost:9/none", properties)).isFalse();
    assertThat(SchemaVersion.isCurrent("jdbc:other:none", properties)).isFalse();
  }

  @Test
  @Timeout(120)
  void appliesEachMigrationOnceHoweverManyAskAtOnce() throws Exception {
    List<MigrationReport> reports;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<MigrationReport> run = () -> migration(url, USER).run();
      reports =
          threads.invokeAll(IntStream.range(0, 6).mapToObj(i -> run).toList()).stream()
              .map(Future::resultNow)
              .toList();
    }
    assertThat(reports).extracting(MigrationReport::to).containsOnly(reports.getFirst().to());
    assertThat(reports.stream().flatMap(report -> report.applied().stream()).toList())
        .doesNotHaveDuplicates()
        .contains("V1__engine", "V2__babylon")
        .hasSize(number("select count(*) from flyway_schema_history where version is not null"));
    assertThat(reports.stream().map(MigrationReport::applied).filter(List::isEmpty))
        .as("who came late had nothing to do, or went on where another had stopped")
        .hasSizeLessThan(6);
  }

  @Test
  void refusesASchemaThatIsNewerThanThePackage() throws SQLException {
    migration(url, USER).run();
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into flyway_schema_history
            (installed_rank, version, description, type, script, installed_by, execution_time, success)
          values (1000, '999', 'later', 'SQL', 'V999__later.sql', 'postgres', 1, true)
          """);
    }
    assertThatThrownBy(() -> migration(url, USER).run())
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("at version 999, which this package does not know")
        .hasMessageContaining("use the package that migrated it");
  }

  @Test
  void refusesMigrationsThatWereChangedAfterwards() throws SQLException {
    migration(url, USER).run();
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("update flyway_schema_history set checksum = 1 where version = '2'");
    }
    assertThatThrownBy(() -> migration(url, USER).run())
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("could not be brought up to date")
        .hasMessageContaining("Migration checksum mismatch for migration version 2");
  }

  @Test
  void namesTheSettingsOfADatabaseThatIsNotReached() {
    assertThatThrownBy(() -> migration("jdbc:postgresql://127.0.0.1:1/none", USER).run())
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("The database can't be reached: ")
        .hasMessageContaining("QUARKUS_DATASOURCE_JDBC_URL")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void namesTheSettingsOfAUserWhoIsNotLetIn() {
    assertThatThrownBy(() -> migration(url, "nobody").run())
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("QUARKUS_DATASOURCE_USERNAME");
  }

  private static Migration migration(String url, String user) {
    var flyway = Flyway.configure().dataSource(url, user, SECRET).connectRetries(0).load();
    return new Migration(() -> flyway);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, USER, USER);
  }

  private int number(String query) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  private static String versionOf(String name) {
    return name.substring(1, name.indexOf("__"));
  }
}
