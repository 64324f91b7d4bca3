package dev.ziggurat.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.provider.KeyedProviders;
import dev.ziggurat.provider.RawServer;
import dev.ziggurat.tick.TickListener;
import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.instrumentation.micrometer.v1_5.OpenTelemetryMeterRegistry;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans with texts, sent to Weave. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class WeaveTest {

  private static final String ANSWER =
      """
      {"choices":[{"finish_reason":"stop","message":{"content":"{\\"actions\\":[]}"}}]}""";

  @Inject Arena arena;
  @Inject TickListener watch;
  OtlpReceiver.Received received;
  RawServer server;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
    // What other tests called is no part of it.
    watch.settle();
    received.bodies().clear();
    received.headers().clear();
  }

  @Test
  void weaveIsToldWhoseTheyAreAndWhatWasSaid() {
    server.answers(200, Map.of("content-type", "application/json"), ANSWER);
    arena.tick(arena.game(1), "woven").statusCode(200);
    watch.settle();

    var chat =
        received.spans().stream()
            .filter(span -> span.name().startsWith("chat "))
            .findFirst()
            .orElseThrow();
    var turn = received.spans().stream().filter(chat::isChildOf).findFirst().orElseThrow();
    for (var span : List.of(turn, chat)) {
      assertThat(GenAiMessages.instructions(span.text("gen_ai.system_instructions")))
          .singleElement()
          .asString()
          .contains("You play one character");
      assertThat(GenAiMessages.input(span.text("gen_ai.input.messages")))
          .singleElement()
          .asString()
          .contains("\"role\":\"user\"", "What do you do?");
      assertThat(GenAiMessages.output(span.text("gen_ai.output.messages")))
          .singleElement()
          .asString()
          .contains("\"role\":\"assistant\"", "actions", "\"finish_reason\":\"stop\"");
    }
    assertThat(turn.text("gen_ai.agent.name")).isEqualTo(chat.text("gen_ai.agent.name"));
    assertThat(received.requests().getFirst().getResourceSpans(0).getResource().getAttributesList())
        .extracting(KeyValue::getKey, attribute -> attribute.getValue().getStringValue())
        .contains(
            org.assertj.core.groups.Tuple.tuple("wandb.entity", "our-team"),
            org.assertj.core.groups.Tuple.tuple("wandb.project", "our-project"));
    assertThat(received.headers().peek())
        .anySatisfy(
            (name, values) -> {
              assertThat(name).isEqualToIgnoringCase("wandb-api-key");
              assertThat(values).containsExactly("hush-hush");
            });
    assertThat(received.bodies())
        .noneMatch(body -> new String(body, StandardCharsets.UTF_8).contains("hush-hush"));
    // Weave takes no metrics.
    assertThat(received.metrics()).isEmpty();
    assertThat(Metrics.globalRegistry.getRegistries())
        .noneMatch(registry -> registry instanceof OpenTelemetryMeterRegistry);
  }

  private Seen chat(String body) {
    given()
        .header("Authorization", "Bearer dev-admin")
        .contentType(ContentType.JSON)
        .body(body)
        .post("/v1/chat/completions")
        .asString();
    watch.settle();
    return received.spans().stream()
        .filter(span -> span.name().startsWith("chat "))
        .findFirst()
        .orElseThrow();
  }

  private static String events(String... chunks) {
    var events = new StringBuilder();
    for (var chunk : chunks) {
      events.append("data: ").append(chunk.replace('\'', '"')).append("\n\n");
    }
    return events.toString();
  }

  @Test
  void aStreamedAnswerIsShown() {
    server.answers(
        200,
        Map.of("content-type", "text/event-stream", "x-request-id", "req_1"),
        events(
            "{'id':'chatcmpl-7','choices':[{'index':0,'delta':{'content':'Hel'}}]}",
            "{'id':'chatcmpl-7','choices':[{'index':1,'delta':{'content':'Hi'}}]}",
            "{'id':'chatcmpl-7','choices':[{'index':0,'delta':{'content':'lo'},"
                + "'finish_reason':'stop'}]}",
            "{'id':'chatcmpl-7','choices':[{'index':1,'delta':{},'finish_reason':'length'}]}",
            "[DONE]"));
    var chat =
        chat(
            "{\"n\": 2, \"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]}");
    assertThat(GenAiMessages.output(chat.text("gen_ai.output.messages")))
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first.toString()).contains("\"Hello\"", "\"stop\""),
            second -> assertThat(second.toString()).contains("\"Hi\"", "\"length\""));
    assertThat(chat.texts("gen_ai.response.finish_reasons")).containsExactly("stop", "length");
    assertThat(chat.number("gen_ai.request.choice.count")).isEqualTo(2);
    assertThat(chat.text("gen_ai.response.id")).isEqualTo("chatcmpl-7");
  }

  @Test
  void ofABrokenStreamIsShownWhatCame() {
    server.answers(
        200,
        Map.of("content-type", "text/event-stream"),
        events("{'id':'chatcmpl-7','choices':[{'index':0,'delta':{'content':'Hel'}}]}"));
    var chat = chat("{\"stream\": true, \"messages\": [{\"role\": \"user\", \"content\": \"?\"}]}");
    assertThat(chat.isFailed()).isTrue();
    assertThat(GenAiMessages.output(chat.text("gen_ai.output.messages")))
        .singleElement()
        .asString()
        .contains("\"Hel\"", "\"finish_reason\":\"error\"");
  }

  @Test
  void aToolCallIsShown() {
    server.answers(
        200,
        Map.of("content-type", "application/json", "x-request-id", "req_1"),
        """
        {"id":"chatcmpl-8","choices":[{"finish_reason":"tool_calls","message":{"tool_calls":[
        {"id":"call_1","type":"function","function":{"name":"clock","arguments":"{\\"zone\\":1}"}}
        ]}}]}""");
    var chat =
        chat(
            """
            {"messages": [{"role": "user", "content": "What time is it?"}], "top_p": 0.5,
             "tools": [{"type": "function", "function": {"name": "clock", "parameters": {}}}]}""");
    assertThat(GenAiMessages.output(chat.text("gen_ai.output.messages")))
        .singleElement()
        .asString()
        .contains(
            "{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"clock\",\"arguments\":{\"zone\":1}}",
            "\"finish_reason\":\"tool_call\"");
    assertThat(GenAiMessages.tools(chat.text("gen_ai.tool.definitions"))).hasSize(1);
    assertThat(chat.texts("gen_ai.response.finish_reasons")).containsExactly("tool_calls");
    assertThat(chat.attribute("gen_ai.request.top_p").orElseThrow().getDoubleValue())
        .isEqualTo(0.5);
    // A header holds the id of the request, not of the answer.
    assertThat(chat.text("gen_ai.response.id")).isEqualTo("chatcmpl-8");
    assertThat(chat.text("ziggurat.request.id")).isEqualTo("req_1");
  }
}
