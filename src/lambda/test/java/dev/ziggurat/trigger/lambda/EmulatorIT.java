package dev.ziggurat.trigger.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ziggurat.PostgresResource;
import dev.ziggurat.function.LambdaEmulator;
import dev.ziggurat.simulator.SimulatorResource;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The package of the function for events, run by AWS's own runtime client and emulator. */
@EnabledIfEnvironmentVariable(named = LambdaEmulator.EXECUTABLE, matches = ".+")
class EmulatorIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String USER = "postgres";
  private static final String HANDLER = "dev.ziggurat.ZigguratFunction::handleRequest";
  private static final Path ARCHIVE = Path.of("target/function.zip");
  private static final SimulatorResource PROVIDERS = new SimulatorResource();

  private static String database;
  private static LambdaEmulator function;

  @BeforeAll
  static void start(@TempDir Path migrating, @TempDir Path ticking) throws Exception {
    database = PostgresResource.database("e" + UUID.randomUUID().toString().replace("-", ""));
    var settings = new HashMap<>(PROVIDERS.start());
    settings.putAll(
        Map.of(
            "quarkus.datasource.jdbc.url", database,
            "quarkus.datasource.username", USER,
            "quarkus.datasource.password", USER));
    settings.put("quarkus.lambda.handler", "migrate");
    try (var migrate = new LambdaEmulator(ARCHIVE, migrating, HANDLER, settings)) {
      var report = JSON.readTree(migrate.invoke("{}"));
      assertThat(report.path("applied").size()).as(report + migrate.log()).isPositive();
    }
    execute(
        """
        insert into game (id, name, world, seed, period_millis)
        values ('lam', 'Lambda', 'babylon', 7, 60000)
        """);
    execute(
        """
        insert into agent (game_id, handle, persona)
        select 'lam', 'agent-' || number, 'Trades.' from generate_series(1, 3) as number
        """);
    settings.put("quarkus.lambda.handler", "tick");
    function = new LambdaEmulator(ARCHIVE, ticking, HANDLER, settings);
  }

  @AfterAll
  static void stop() {
    if (function != null) {
      function.close();
    }
    PROVIDERS.stop();
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(database, USER, USER);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long ticks() throws SQLException {
    try (var connection = DriverManager.getConnection(database, USER, USER);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from tick")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static JsonNode answer(String event) throws Exception {
    var text = function.invoke(event);
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException noJson) {
      throw new AssertionError(text + function.log(), noJson);
    }
  }

  /** One after the other: slots of a game only grow. */
  @Test
  void eventsAreTickedOnceOrRefusedByName() throws Exception {
    var scheduled =
        """
        {"detail-type": "Scheduled Event", "time": "2026-11-20T10:15:00Z", "game": "lam"}""";
    var first = answer(scheduled);
    assertThat(first.at("/ticks/0/outcome").asText()).as(first + log()).isEqualTo("completed");
    assertThat(first.at("/ticks/0/turns/applied").asInt()).isEqualTo(3);
    var again = answer(scheduled);
    assertThat(again.at("/ticks/0/outcome").asText()).as(again.toString()).isEqualTo("duplicate");
    assertThat(ticks()).isEqualTo(1);

    var future = "{\"time\": \"2199-01-01T00:00:00Z\", \"game\": \"lam\"}";
    assertThat(answer(future).toString()).contains("2199-01-01");
    assertThat(answer("{\"game\": {}}").path("errorMessage").asText())
        .contains("game")
        .doesNotContain("com.fasterxml", "LinkedHashMap");

    var messages =
        """
        {"Records": [
          {"messageId": "good", "eventSource": "aws:sqs",
           "body": "{\\"game\\": \\"lam\\", \\"time\\": \\"2026-11-20T10:16:00Z\\"}"},
          {"messageId": "bad", "eventSource": "aws:sqs", "body": "{\\"game\\": 7}"}]}""";
    var batch = answer(messages);
    assertThat(batch.path("batchItemFailures")).as(batch + log()).hasSize(1);
    assertThat(batch.at("/batchItemFailures/0/itemIdentifier").asText()).isEqualTo("bad");
    assertThat(ticks()).isEqualTo(2);
  }

  private static String log() throws Exception {
    return "\n" + function.log();
  }
}
