package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.question;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.simulator.agent.Briefings;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservationsTest {

  private StandAlone simulator;

  @BeforeEach
  void start() {
    simulator = new StandAlone();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void eachRequestIsCountedAndNamed() {
    var messages = Briefings.messages(5);
    simulator.chat(
        Provider.WANDB,
        question(Provider.WANDB, messages.getFirst().content(), messages.getLast().content()));
    simulator.chat(Provider.WANDB, question(Provider.WANDB).put("model", "none"));
    var observed = simulator.observed();
    assertThat(observed.at("/providers/wandb/requests").asInt()).isEqualTo(2);
    assertThat(observed.at("/providers/wandb/answered/200").asInt()).isEqualTo(1);
    assertThat(observed.at("/providers/wandb/answered/404").asInt()).isEqualTo(1);
    assertThat(observed.at("/providers/groq/requests").asInt(-1)).isZero();
    assertThat(observed.at("/latest/0"))
        .isEqualTo(
            StandAlone.json(
                "{\"provider\":\"wandb\",\"model\":\"openai/gpt-oss-120b\","
                    + "\"firstUserLine\":\"you are @agent-5\",\"parameters\":{},\"status\":200}"));
    assertThat(observed.at("/latest/1/firstUserLine").asText()).isEqualTo("Is 91 prime?");
    simulator.quiet();
    assertThat(simulator.observed().path("latest")).isEmpty();
    assertThat(simulator.observed(Provider.WANDB).path("requests").asInt()).isZero();
  }

  private HttpRequest vectors(int inputs) {
    var body = StandAlone.JSON.createObjectNode().put("model", "text-embedding-3-small");
    var input = body.putArray("input");
    for (var number = 0; number < inputs; number++) {
      input.add("text " + number);
    }
    return simulator
        .to(Provider.OPENAI, "/embeddings")
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
  }

  /** Vectors are computed beside the thread that serves all others. */
  @Test
  void manyVectorsDelayNobody() throws IOException {
    simulator.close();
    simulator = new StandAlone(1, new VertxOptions().setEventLoopPoolSize(1));
    var answer = simulator.client().sendAsync(vectors(2_048), BodyHandlers.ofInputStream());
    try {
      while (simulator.observed(Provider.OPENAI).path("inFlight").asInt() == 0) {
        assertThat(answer).isNotDone();
      }
      assertThat(simulator.get(Provider.GROQ, "/models").statusCode()).isEqualTo(200);
      assertThat(answer).isNotDone();
      assertThat(answer.join().statusCode()).isEqualTo(200);
    } finally {
      // A client waits for the end of what it reads before it closes.
      answer.join().body().close();
    }
  }

  @Test
  void manyAtOnceAreServedSideBySide() {
    simulator.faults(Provider.WANDB, "{\"latencyMillis\":200}");
    var messages = Briefings.messages(5);
    var body =
        question(Provider.WANDB, messages.getFirst().content(), messages.getLast().content())
            .toString();
    var start = System.nanoTime();
    var calls = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (var i = 0; i < 256; i++) {
      calls.add(
          simulator
              .client()
              .sendAsync(simulator.chatRequest(Provider.WANDB, body), BodyHandlers.ofString()));
    }
    calls.forEach(call -> assertThat(call.join().statusCode()).isEqualTo(200));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    assertThat(simulator.observed(Provider.WANDB).path("requests").asInt()).isEqualTo(256);
    assertThat(simulator.observed(Provider.WANDB).path("maxInFlight").asInt()).isGreaterThan(64);
    assertThat(simulator.observed(Provider.WANDB).path("inFlight").asInt()).isZero();
  }
}
