package dev.ziggurat.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerWriter;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.OpenAiError;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any stream of chat completions gives a valid order of events, however it is cut to chunks. */
class ResponseEventsPropertyTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final AnsweredCall CALL =
      new AnsweredCall(new UUID(1, 2), Instant.ofEpochSecond(1_795_132_801), "a-model");
  private static final List<String> WORDS =
      List.of("Ur", " of the Chaldees", "\n", "\"", "🏺", "ziqqurratu", "\\u0000", " ", "é", "{}");

  private static AnswerWriter writer(boolean summary) {
    var request = NODES.objectNode();
    if (summary) {
      request.putObject("reasoning").put("summary", "auto");
    }
    return new ResponseAnswerWriter(
        new ObjectMapper().reader(), ResponseParameters.of(request), Optional.empty());
  }

  private static EventOrder events(
      boolean summary, List<ObjectNode> deltas, Consumer<AnswerWriter.Stream> last) {
    var bytes = new ByteArrayOutputStream();
    var stream = writer(summary).stream(new EventWriter(bytes), CALL);
    deltas.forEach(delta -> stream.piece(AnswerText.of(delta.toString())));
    last.accept(stream);
    return EventOrder.of(bytes.toString(StandardCharsets.UTF_8)).check();
  }

  private static EventOrder ended(boolean summary, List<ObjectNode> deltas) {
    return events(summary, deltas, stream -> stream.end(Optional.empty()));
  }

  @Property(tries = 300)
  void whereTheChunksEndDoesNotMatter(
      @ForAll long seed, @ForAll @IntRange(max = 12) int steps, @ForAll boolean summary) {
    var random = new Random(seed);
    var deltas = answer(random, steps);
    var cut = cut(random, deltas);
    assertThat(ended(summary, cut).joined()).isEqualTo(ended(summary, deltas).joined());
  }

  @Property(tries = 200)
  void whatBreaksOffIsEndedAndFailed(
      @ForAll long seed, @ForAll @IntRange(max = 12) int steps, @ForAll boolean summary) {
    var deltas = answer(new Random(seed), steps);
    var broken =
        new ProviderFailure.TimedOut(Provider.WANDB, Details.of("no piece for 30 s"), null);
    var events =
        events(
            summary,
            deltas.subList(0, new Random(seed).nextInt(deltas.size() + 1)),
            stream -> stream.broken(OpenAiError.streamBroken(broken), 500));
    assertThat(events.types()).endsWith("response.failed");
    assertThat(events.response().at("/error/code").asText()).isEqualTo("server_error");
    assertThat(events.response().at("/error/message").asText()).contains("no piece for 30 s");
  }

  /** In a whole answer reasoning, text and calls have this order. */
  @Property(tries = 200)
  void wholeAndStreamedAnswersAreTheSame(
      @ForAll long seed, @ForAll @IntRange(max = 3) int calls, @ForAll boolean summary) {
    var random = new Random(seed);
    var deltas = new ArrayList<ObjectNode>();
    var message = NODES.objectNode().put("role", "assistant");
    for (var field : List.of("reasoning", "content")) {
      if (random.nextBoolean()) {
        var text = text(random);
        deltas.add(delta(NODES.objectNode().put(field, text)));
        message.put(field, text);
      }
    }
    for (var index = 0; index < calls; index++) {
      var begun = begun(index);
      deltas.add(begun);
      var arguments = text(random);
      deltas.add(arguments(index, arguments));
      var call = begun.at("/choices/0/delta/tool_calls/0").<ObjectNode>deepCopy();
      ((ObjectNode) call.path("function")).put("arguments", arguments);
      message.withArray("tool_calls").add(call);
    }
    deltas.add(finish("stop"));
    var whole = NODES.objectNode();
    var choice = whole.putArray("choices").addObject().put("index", 0);
    choice.put("finish_reason", "stop").set("message", message);
    whole.set("usage", usage());
    deltas.add(NODES.objectNode().set("usage", usage()));

    var body = writer(summary).body(AnswerText.of(whole.toString()), CALL, Optional.empty());
    assertThat(EventOrder.json(body)).isEqualTo(ended(summary, cut(random, deltas)).response());
  }

  private static List<ObjectNode> answer(Random random, int steps) {
    var deltas = new ArrayList<ObjectNode>();
    deltas.add(delta(NODES.objectNode().put("role", "assistant").put("content", "")));
    var calls = 0;
    for (var step = 0; step < steps; step++) {
      switch (random.nextInt(5)) {
        case 0 -> deltas.add(delta(NODES.objectNode().put("reasoning", text(random))));
        case 1 -> deltas.add(delta(NODES.objectNode().put("content", text(random))));
        case 2 -> deltas.add(delta(NODES.objectNode().put("refusal", text(random))));
        case 3 -> deltas.add(begun(calls++));
        default -> {
          if (calls > 0) {
            deltas.add(arguments(random.nextInt(calls), text(random)));
          }
        }
      }
    }
    deltas.add(finish(random.nextBoolean() ? "stop" : "length"));
    if (random.nextBoolean()) {
      deltas.add(NODES.objectNode().set("usage", usage()));
    }
    return deltas;
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (var word = 0; word <= random.nextInt(6); word++) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  /** The same, with every text cut anywhere. */
  private static List<ObjectNode> cut(Random random, List<ObjectNode> deltas) {
    var cut = new ArrayList<ObjectNode>();
    for (var chunk : deltas) {
      var rest = chunk;
      var field = textField(rest);
      while (field.isPresent() && random.nextInt(4) > 0) {
        var text = field.get().path(name(field.get())).textValue();
        if (text.length() < 2) {
          break;
        }
        // Also between the halves of one character.
        var at = 1 + random.nextInt(text.length() - 1);
        var head = rest.deepCopy();
        var tail = rest.deepCopy();
        textField(head).get().put(name(field.get()), text.substring(0, at));
        textField(tail).get().put(name(field.get()), text.substring(at));
        cut.add(head);
        rest = tail;
        field = textField(rest);
      }
      cut.add(rest);
    }
    return cut;
  }

  private static Optional<ObjectNode> textField(ObjectNode chunk) {
    var delta = chunk.at("/choices/0/delta");
    var function = delta.at("/tool_calls/0/function");
    return function.path("arguments").asText().isEmpty()
        ? Optional.of(delta)
            .filter(said -> !said.path(name(said)).asText().isEmpty())
            .map(ObjectNode.class::cast)
        : Optional.of((ObjectNode) function);
  }

  private static String name(JsonNode node) {
    return List.of("reasoning", "content", "refusal", "arguments").stream()
        .filter(node::has)
        .findFirst()
        .orElse("none");
  }

  private static ObjectNode delta(ObjectNode delta) {
    var chunk = NODES.objectNode();
    chunk.putArray("choices").addObject().put("index", 0).set("delta", delta);
    return chunk;
  }

  private static ObjectNode begun(int index) {
    var delta = NODES.objectNode();
    var call = delta.putArray("tool_calls").addObject().put("index", index);
    call.put("id", "call_" + index).put("type", "function");
    call.putObject("function").put("name", "look_up_" + index).put("arguments", "");
    return delta(delta);
  }

  private static ObjectNode arguments(int index, String arguments) {
    var delta = NODES.objectNode();
    delta
        .putArray("tool_calls")
        .addObject()
        .put("index", index)
        .putObject("function")
        .put("arguments", arguments);
    return delta(delta);
  }

  private static ObjectNode finish(String reason) {
    var chunk = delta(NODES.objectNode());
    ((ObjectNode) chunk.at("/choices/0")).put("finish_reason", reason);
    return chunk;
  }

  private static ObjectNode usage() {
    var usage = NODES.objectNode().put("prompt_tokens", 7).put("completion_tokens", 5);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 3);
    usage.putObject("completion_tokens_details").put("reasoning_tokens", 2);
    return usage;
  }
}
