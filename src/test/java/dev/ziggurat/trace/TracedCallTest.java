package dev.ziggurat.trace;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
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

  private List<Seen> spansOfCall(boolean stream, Optional<String> traceParent) {
    var request = given().header("Authorization", "Bearer dev-admin");
    traceParent.ifPresent(parent -> request.header("traceparent", parent));
    var call =
        request
            .contentType(ContentType.JSON)
            .body(
                "{\"stream\": %s, \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}"
                    .formatted(stream))
            .post("/v1/chat/completions");
    var id = call.header("X-Request-Id");
    watch.settle();
    return received.spans().stream().filter(span -> span.text("ziggurat.call").equals(id)).toList();
  }

  @Test
  void everyAttemptIsBelowTheSpanOfTheProgramThatCalls() {
    for (var stream : List.of(false, true)) {
      arena.calm();
      arena.faults("{\"wandb\": {\"status\": 401}}");
      var spans = spansOfCall(stream, Optional.of("00-" + TRACE + '-' + PARENT + "-01"));
      assertThat(spans)
          .hasSize(2)
          .allSatisfy(
              span -> {
                assertThat(hex(span.span().getTraceId().toByteArray())).isEqualTo(TRACE);
                assertThat(hex(span.span().getParentSpanId().toByteArray())).isEqualTo(PARENT);
                assertThat(span.attribute("gen_ai.input.messages")).isEmpty();
                // The program's spans tell which conversation it is.
                assertThat(span.attribute("gen_ai.conversation.id")).isEmpty();
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
  void withoutSuchASpanTheCallHasOneAboveItsAttempts() {
    for (var stream : List.of(false, true)) {
      for (var parent : List.of(Optional.<String>empty(), Optional.of("not a parent"))) {
        arena.calm();
        arena.faults("{\"wandb\": {\"status\": 401}}");
        var spans = spansOfCall(stream, parent);
        var call = spans.stream().filter(Seen::isRoot).toList();
        assertThat(call)
            .singleElement()
            .satisfies(
                span -> {
                  assertThat(span.name()).isEqualTo("gateway call");
                  assertThat(span.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
                  assertThat(span.text("ziggurat.outcome")).isEqualTo("OK");
                  assertThat(span.number("ziggurat.attempts")).isEqualTo(2);
                  assertThat(span.text("gen_ai.conversation.id"))
                      .isEqualTo(span.text("ziggurat.call"));
                  assertThat(span.number("ziggurat.cost.nano_usd")).isPositive();
                  assertThat(span.attribute("gen_ai.usage.input_tokens")).isEmpty();
                  assertThat(span.isFailed()).isFalse();
                });
        assertThat(spans.stream().filter(span -> span.isChildOf(call.getFirst()))).hasSize(2);
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(
                            arena.rows(
                                "select distinct trace_id from attempt where call_id = ?::uuid",
                                call.getFirst().text("ziggurat.call")))
                        .containsExactly(call.getFirst().traceId()));
      }
    }
  }

  @Test
  void embeddingsHaveTheirOwnOperationAndTokensOfTheInputOnly() {
    var id =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body(
                "{\"input\": \"hello there\", \"dimensions\": 8, \"encoding_format\": \"base64\"}")
            .post("/v1/embeddings")
            .header("X-Request-Id");
    watch.settle();
    assertThat(
            received.spans().stream()
                .filter(span -> span.text("ziggurat.call").equals(id) && !span.isRoot()))
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.name()).isEqualTo("embeddings text-embedding-3-small");
              assertThat(span.text("gen_ai.operation.name")).isEqualTo("embeddings");
              assertThat(span.text("gen_ai.provider.name")).isEqualTo("openai");
              assertThat(span.number("gen_ai.usage.input_tokens")).isEqualTo(3);
              assertThat(span.number("gen_ai.embeddings.dimension.count")).isEqualTo(8);
              assertThat(span.attribute("gen_ai.request.encoding_formats")).isPresent();
              assertThat(span.attribute("gen_ai.usage.output_tokens")).isEmpty();
              assertThat(span.attribute("gen_ai.request.max_tokens")).isEmpty();
              assertThat(span.attribute("gen_ai.response.finish_reasons")).isEmpty();
            });
  }

  /** A cost of 0 would say that the answer was free. */
  @Test
  void aCostThatIsNotKnownIsNotTold() {
    for (var stream : List.of(false, true)) {
      arena.calm();
      arena.faults("{\"wandb\": {\"withoutUsage\": true}}");
      assertThat(spansOfCall(stream, Optional.empty()))
          .hasSize(2)
          .allMatch(span -> span.text("ziggurat.outcome").equals("OK"))
          .allMatch(span -> span.attribute("ziggurat.cost.nano_usd").isEmpty());
    }
  }

  @Test
  void aCachedAnswerIsACallWithoutAttemptAtAProvider() {
    var secret =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body("{\"name\": \"Keeps\", \"keepsAnswers\": true}")
            .post("/api/admin/keys")
            .jsonPath()
            .getString("secret");
    for (var cache : List.of("miss", "hit")) {
      var call =
          given()
              .header("Authorization", "Bearer " + secret)
              .contentType(ContentType.JSON)
              .body(
                  "{\"temperature\": 0, \"messages\": [{\"role\": \"user\", \"content\": \"once\"}]}")
              .post("/v1/chat/completions");
      assertThat(call.header("X-Ziggurat-Cache")).isEqualTo(cache);
      var id = call.header("X-Request-Id");
      watch.settle();
      var spans =
          received.spans().stream().filter(span -> span.text("ziggurat.call").equals(id)).toList();
      assertThat(spans).hasSize(cache.equals("hit") ? 1 : 2);
      assertThat(spans.stream().filter(Seen::isRoot))
          .singleElement()
          .matches(span -> !span.isFailed())
          .matches(
              span -> span.text("ziggurat.outcome").equals(cache.equals("hit") ? "CACHED" : "OK"))
          .matches(span -> cache.equals("miss") == (span.number("ziggurat.cost.nano_usd") > 0))
          .matches(span -> span.number("ziggurat.cost.nano_usd") >= 0);
    }
  }

  @Test
  void aCallThatNobodyAnswersIsAFailedSpan() {
    var refused = "{\"status\": 401}";
    arena.faults(
        "{\"wandb\": %s, \"groq\": %s, \"claude\": %s, \"openai\": %s}"
            .formatted(refused, refused, refused, refused));
    var spans = spansOfCall(false, Optional.empty());
    assertThat(spans.stream().filter(Seen::isRoot))
        .singleElement()
        .matches(Seen::isFailed)
        .matches(span -> span.text("error.type").equals("AUTH"))
        .matches(span -> span.number("ziggurat.attempts") == 4);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
