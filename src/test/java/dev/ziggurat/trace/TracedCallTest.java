package dev.ziggurat.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.tick.TickListener;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What whoever watches by OpenTelemetry sees of other programs' calls. */
@QuarkusTest
@TestProfile(Hurried.class)
class TracedCallTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  @Inject Arena arena;
  @Inject TickListener watch;
  OtlpReceiver.Received received;

  @BeforeEach
  @AfterEach
  void calm() {
    received.delayMillis().set(0);
    arena.calm();
    watch.settle();
    received.bodies().clear();
  }

  private List<Seen> spansOfCall(boolean stream, String traceParent) {
    var call =
        given()
            .header("Authorization", "Bearer dev-admin")
            .header("traceparent", traceParent)
            .contentType(ContentType.JSON)
            .body(
                "{\"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
                    .formatted(stream))
            .post("/v1/chat/completions");
    call.then().statusCode(200);
    var id = call.header("X-Request-Id");
    watch.settle();
    return received.spans().stream()
        .filter(span -> span.text("gen_ai.conversation.id").equals(id))
        .toList();
  }

  @Test
  void everyAttemptIsBelowTheSpanOfTheProgramThatCalls() {
    for (var stream : List.of(false, true)) {
      arena.calm();
      arena.faults("{\"wandb\": {\"status\": 401}}");
      var spans = spansOfCall(stream, "00-" + TRACE + '-' + PARENT + "-01");
      assertThat(spans)
          .hasSize(2)
          .allSatisfy(
              span -> {
                assertThat(hex(span.span().getTraceId().toByteArray())).isEqualTo(TRACE);
                assertThat(hex(span.span().getParentSpanId().toByteArray())).isEqualTo(PARENT);
                assertThat(span.attribute("gen_ai.input.messages")).isEmpty();
              });
      assertThat(spans.stream().filter(Seen::isFailed))
          .singleElement()
          .matches(span -> span.text("gen_ai.provider.name").equals("wandb"));
      assertThat(spans.stream().filter(span -> !span.isFailed()))
          .singleElement()
          .matches(span -> span.text("gen_ai.provider.name").equals("groq"))
          .matches(span -> span.number("gen_ai.usage.output_tokens") > 0);
    }
  }

  @Test
  void aStrangeParentIsNone() {
    assertThat(spansOfCall(false, "not a parent")).singleElement().matches(Seen::isRoot);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
