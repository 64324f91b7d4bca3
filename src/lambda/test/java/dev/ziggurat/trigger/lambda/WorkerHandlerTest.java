package dev.ziggurat.trigger.lambda;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.Arena;
import dev.ziggurat.function.MigratedDatabase;
import dev.ziggurat.function.RuntimeApi;
import dev.ziggurat.function.SilentIssuer;
import dev.ziggurat.simulator.SimulatorResource;
import dev.ziggurat.tick.TickRunner;
import dev.ziggurat.tick.Trigger;
import dev.ziggurat.workers.SqsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** The function that thinks shards, with a real server of SQS. */
@QuarkusTest
@TestProfile(WorkerHandlerTest.Chosen.class)
class WorkerHandlerTest {

  /** As {@code QUARKUS_LAMBDA_HANDLER=worker} chooses it from the package. */
  public static class Chosen implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.lambda.handler", "worker",
          "ziggurat.workers.broker", "sqs",
          "ziggurat.workers.shard-size", "2",
          "ziggurat.workers.send-timeout", "20s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(
          new TestResourceEntry(MigratedDatabase.class),
          new TestResourceEntry(SilentIssuer.class),
          new TestResourceEntry(TickSettings.class),
          new TestResourceEntry(RuntimeApi.class),
          new TestResourceEntry(SimulatorResource.class),
          new TestResourceEntry(Queues.class));
    }
  }

  /** Queues that live as long as the application, which gets their addresses. */
  public static class Queues implements QuarkusTestResourceLifecycleManager {

    private SqsServer server;

    @Override
    public Map<String, String> start() {
      server = new SqsServer();
      server.properties().forEach(System::setProperty);
      var settings = new HashMap<String, String>();
      settings.put("ziggurat.workers.shard-queue", server.queue("shards"));
      settings.put("ziggurat.workers.deadline-queue", server.queue("deadlines"));
      return settings;
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(server, new TestInjector.MatchesType(SqsServer.class));
    }

    @Override
    public void stop() {
      server.properties().keySet().forEach(System::clearProperty);
      server.close();
    }
  }

  @Inject Arena arena;
  @Inject TickRunner runner;
  SqsServer server;

  @ConfigProperty(name = "ziggurat.workers.shard-queue")
  String shards;

  @ConfigProperty(name = SimulatorResource.PORT)
  int simulatorPort;

  @BeforeEach
  void begin() {
    RestAssured.port = simulatorPort;
    arena.calm();
    server.purge(shards);
  }

  @AfterEach
  void forget() {
    RestAssured.reset();
  }

  private static ValidatableResponse invokeWithin(String remainingMillis, String event) {
    return given()
        .port(RuntimeApi.eventServerPort())
        .contentType(ContentType.JSON)
        .header(RuntimeApi.REQUEST_ID, UUID.randomUUID() + "." + remainingMillis)
        .body(event)
        .post("/")
        .then();
  }

  /** As the event source mapping hands them over. */
  private static String envelope(List<Message> messages) {
    var json = JsonNodeFactory.instance;
    var records = json.arrayNode();
    messages.forEach(
        message ->
            records
                .addObject()
                .put("messageId", message.messageId())
                .put("receiptHandle", message.receiptHandle())
                .put("body", message.body())
                .put("eventSource", "aws:sqs"));
    return json.objectNode().set("Records", records).toString();
  }

  @Test
  void thePlannerLeavesAndWorkersThinkAndClose() {
    var game = arena.game(5);
    var report =
        runner.run(
            new Trigger(
                game,
                "first",
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                Duration.ofSeconds(60)));
    assertThat(report.running()).as("it does not wait for them").isTrue();

    var messages = server.receive(shards);
    assertThat(messages).hasSize(3);
    var ids = messages.stream().map(Message::messageId).toList();
    invokeWithin("700", envelope(messages))
        .statusCode(200)
        .body("batchItemFailures.itemIdentifier", equalTo(ids));
    invokeWithin("30000", envelope(messages)).statusCode(200).body("batchItemFailures", hasSize(0));
    assertThat(arena.rows("select outcome from tick where game_id = ?", game))
        .containsExactly("completed");
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game)).isEqualTo(5);
    invokeWithin("30000", envelope(messages)).statusCode(200).body("batchItemFailures", hasSize(0));
    assertThat(arena.number("select count(*) from attempt where game_id = ?", game)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{\"game\": \"babylon\"}", "{\"Records\": [{}]}"})
  void refusesWhatIsNoEnvelopeOfSqs(String event) {
    invokeWithin("30000", event).statusCode(500).body("errorMessage", containsString("Records"));
  }
}
