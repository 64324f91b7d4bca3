package dev.ziggurat.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Spans with texts, sent to Weave. */
@QuarkusTest
@WithTestResource(
    value = OtlpReceiver.class,
    initArgs = {
      @ResourceArg(name = OtlpReceiver.ADDRESS_SETTING, value = "ziggurat.trace.weave.address"),
      @ResourceArg(name = "ziggurat.trace.weave.project", value = "our-team/our-project"),
      @ResourceArg(name = "ziggurat.trace.weave.key", value = "hush-hush"),
      @ResourceArg(name = "ziggurat.trace.texts", value = "true")
    })
class WeaveTest {

  @Inject Arena arena;
  @Inject TickListener watch;
  OtlpReceiver.Received received;

  @Test
  void weaveIsToldWhoseTheyAreAndWhatWasSaid() {
    arena.calm();
    arena.tick(arena.game(1), "woven").statusCode(200);
    watch.settle();

    var chat =
        received.spans().stream()
            .filter(span -> span.name().startsWith("chat "))
            .findFirst()
            .orElseThrow();
    assertThat(chat.text("gen_ai.system_instructions")).contains("You play one character");
    assertThat(chat.text("gen_ai.input.messages")).contains("\"role\":\"user\"", "What do you do?");
    assertThat(chat.text("gen_ai.output.messages")).contains("\"role\":\"assistant\"", "actions");
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
  }
}
