package dev.ziggurat.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.ziggurat.Arena;
import dev.ziggurat.Hurried;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What whoever watches by OpenTelemetry sees of real ticks. */
@QuarkusTest
@TestProfile(Hurried.class)
class TracedTickTest {

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
    received.headers().clear();
  }

  private List<Seen> spansOf(String game) {
    watch.settle();
    return received.spans().stream()
        .filter(span -> span.text("ziggurat.game").equals(game) || isChatOf(game, span))
        .toList();
  }

  private static boolean isChatOf(String game, Seen span) {
    return span.text("gen_ai.conversation.id").startsWith(game + "/");
  }

  @Test
  void aTurnIsATraceOfItsOwnWithItsAttempts() {
    var game = arena.game(3);
    arena.tick(game, "traced").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    var cost =
        arena.number(
            "select sum(cost_nano) from attempt where game_id = ? and outcome = 'OK'", game);

    var spans = spansOf(game);

    var tick = spans.stream().filter(span -> span.name().startsWith("tick ")).toList();
    assertThat(tick).singleElement().satisfies(this::isTheTick);
    var turns = spans.stream().filter(span -> span.isLinkedTo(tick.getFirst())).toList();
    assertThat(turns)
        .hasSize(3)
        .allSatisfy(turn -> isATurn(game, turn))
        .extracting(turn -> turn.span().getTraceId())
        .doesNotHaveDuplicates()
        .doesNotContain(tick.getFirst().span().getTraceId());
    assertThat(arena.rows("select trace_id from attempt where game_id = ?", game))
        .containsExactlyInAnyOrderElementsOf(turns.stream().map(Seen::traceId).toList());
    var chats =
        turns.stream()
            .map(turn -> spans.stream().filter(span -> span.isChildOf(turn)).toList())
            .toList();
    assertThat(chats).allSatisfy(chat -> assertThat(chat).hasSize(1));
    assertThat(chats.stream().flatMap(List::stream)).allSatisfy(TracedTickTest::isAnAnsweredChat);
    assertThat(
            chats.stream()
                .flatMap(List::stream)
                .mapToLong(chat -> chat.number("ziggurat.cost.nano_usd"))
                .sum())
        .isEqualTo(cost)
        .isPositive();
  }

  private static void isATurn(String game, Seen turn) {
    var agent = turn.text("gen_ai.agent.name");
    assertThat(turn.isRoot()).isTrue();
    assertThat(turn.name()).isEqualTo("invoke_agent " + agent);
    assertThat(turn.text("gen_ai.operation.name")).isEqualTo("invoke_agent");
    assertThat(turn.text("gen_ai.conversation.id")).isEqualTo(game + "/" + agent);
    assertThat(turn.text("gen_ai.agent.id")).isEqualTo(game + "/" + agent);
    assertThat(turn.text("gen_ai.provider.name")).isEqualTo("wandb");
    assertThat(turn.text("gen_ai.request.model")).isNotEmpty();
    assertThat(turn.text("gen_ai.response.model")).isNotEmpty();
    assertThat(turn.text("ziggurat.turn.state")).isEqualTo("thought");
    assertThat(turn.isFailed()).isFalse();
    // Tools sum up the tokens of all spans of an agent.
    assertThat(turn.attribute("gen_ai.usage.input_tokens")).isEmpty();
  }

  private void isTheTick(Seen tick) {
    assertThat(tick.name()).startsWith("tick g-");
    assertThat(tick.number("ziggurat.tick")).isEqualTo(1);
    assertThat(tick.text("ziggurat.outcome")).isEqualTo("completed");
    assertThat(tick.isFailed()).isFalse();
  }

  private static void isAnAnsweredChat(Seen chat) {
    assertThat(chat.name()).isEqualTo("chat " + chat.text("gen_ai.request.model"));
    assertThat(chat.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(chat.text("gen_ai.operation.name")).isEqualTo("chat");
    assertThat(chat.text("gen_ai.provider.name")).isEqualTo("wandb");
    assertThat(chat.text("gen_ai.response.model")).isNotEmpty();
    assertThat(chat.text("gen_ai.response.id")).startsWith("chatcmpl-");
    assertThat(chat.text("gen_ai.agent.name")).isNotEmpty();
    assertThat(chat.text("gen_ai.conversation.id"))
        .isEqualTo(chat.text("gen_ai.agent.id"))
        .endsWith("/" + chat.text("gen_ai.agent.name"));
    assertThat(chat.text("server.address")).isNotEmpty();
    assertThat(chat.number("server.port")).isPositive();
    assertThat(chat.number("gen_ai.request.max_tokens")).isPositive();
    assertThat(chat.number("gen_ai.usage.input_tokens")).isPositive();
    assertThat(chat.number("gen_ai.usage.output_tokens")).isPositive();
    assertThat(chat.texts("gen_ai.response.finish_reasons")).containsExactly("stop");
    assertThat(chat.isFailed()).isFalse();
    for (var content :
        List.of("gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.system_instructions")) {
      assertThat(chat.attribute(content)).as(content).isEmpty();
    }
  }

  @Test
  void aFailOverIsTwoAttemptsUnderOneTurn() {
    arena.faults("{\"wandb\": {\"status\": 401}}");
    var game = arena.game(1);
    arena.tick(game, "traced").statusCode(200);

    var chats = spansOf(game).stream().filter(span -> span.name().startsWith("chat ")).toList();
    assertThat(chats).hasSize(2);
    assertThat(chats.getFirst().span().getParentSpanId())
        .isEqualTo(chats.getLast().span().getParentSpanId());
    var failed = chats.stream().filter(Seen::isFailed).toList();
    assertThat(failed)
        .singleElement()
        .satisfies(
            chat -> {
              assertThat(chat.text("gen_ai.provider.name")).isEqualTo("wandb");
              assertThat(chat.text("error.type")).isEqualTo("AUTH");
              assertThat(chat.number("http.response.status_code")).isEqualTo(401);
            });
  }

  @Test
  void nobodyWaitsForASlowReceiver() {
    received.delayMillis().set(20_000);
    var game = arena.game(3);
    for (var tick = 1; tick <= 3; tick++) {
      var millis =
          arena
              .tick(game, "slow-" + tick)
              .statusCode(200)
              .body("ticks[0].outcome", equalTo("completed"))
              .extract()
              .jsonPath()
              .getLong("ticks[0].durationMillis");
      assertThat(millis).isLessThan(8_000);
    }
    var begin = System.nanoTime();
    watch.settle();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
  }
}
