package dev.ziggurat.gateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.DataKind;
import dev.ziggurat.guardrails.FindingAction;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.guardrails.Judges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** However a streamed answer is cut into chunks, what leaves is each of its texts, masked. */
class MaskStagePropertyTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int WINDOW = 256;

  private static final Guardrail.SensitiveData DATA =
      new Guardrail.SensitiveData(
          "data",
          Set.of(CallSide.ANSWER),
          Map.of(DataKind.CARD, FindingAction.MASK, DataKind.EMAIL, FindingAction.MASK));

  private static final List<String> WORDS =
      List.of(
          "4111 1111 1111 1111", "bob@example.com", "hello", " ", " and then ", "🏺", "\n", "4111");

  private static AnswerStages stages(Guardrail... guardrails) {
    return new CallGuardrails(
            new GuardrailList(List.of(guardrails), ""),
            new GuardrailRun(WINDOW),
            (_, _, _) -> new Judges.Verdict(false, ""),
            1_000_000,
            NullNode.getInstance())
        .answer();
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (var i = random.nextInt(40); i >= 0; i--) {
      text.append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  /** The texts of an answer: reasoning first, then its text, then two calls. */
  private static Map<SaidText.Key, String> texts(Random random) {
    var texts = new LinkedHashMap<SaidText.Key, String>();
    texts.put(new SaidText.Key("reasoning", -1, "reasoning"), text(random));
    texts.put(new SaidText.Key("content", -1, "content"), text(random));
    for (var call = 0; call < 2; call++) {
      texts.put(
          new SaidText.Key("tool_calls", call, "arguments"),
          NODES.objectNode().put("to", text(random)).put("card", 4111111111111111L).toString());
    }
    return texts;
  }

  private static ObjectNode chunk(BiConsumer<ObjectNode, ObjectNode> fill) {
    var chunk = NODES.objectNode().put("id", "c").put("object", "chat.completion.chunk");
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    fill.accept(choice.putObject("delta"), choice);
    if (!choice.has("finish_reason")) {
      choice.putNull("finish_reason");
    }
    return chunk;
  }

  /** As most providers begin a call: without arguments. */
  private static void begin(int call, ObjectNode delta) {
    var begun = delta.putArray("tool_calls").addObject().put("index", call).put("id", "c" + call);
    begun.putObject("function").put("name", "look").put("arguments", "");
  }

  private static List<ObjectNode> chunks(Map<SaidText.Key, String> texts, Random random) {
    var chunks = new ArrayList<ObjectNode>();
    chunks.add(chunk((delta, _) -> delta.put("role", "assistant").put("content", "")));
    texts.forEach(
        (key, text) -> {
          if (key.call() >= 0) {
            chunks.add(chunk((delta, _) -> begin(key.call(), delta)));
          }
          for (var next = 0; next < text.length(); ) {
            var end = Math.min(text.length(), next + 1 + random.nextInt(1 + random.nextInt(200)));
            var part = text.substring(next, end);
            var others = random.nextBoolean();
            chunks.add(
                chunk(
                    (delta, _) -> {
                      if (others) {
                        delta.put("reasoning", "").put("content", "");
                      }
                      key.add(part, delta);
                    }));
            next = end;
          }
        });
    chunks.add(chunk((_, choice) -> choice.put("finish_reason", "stop")));
    return chunks;
  }

  private static Map<SaidText.Key, String> left(AnswerStages stages, List<ObjectNode> chunks) {
    var left = new LinkedHashMap<SaidText.Key, StringBuilder>();
    var out = new ArrayList<ObjectNode>();
    chunks.forEach(chunk -> stages.piece(chunk, out::add));
    stages.end(out::add);
    var calls = false;
    for (var chunk : out) {
      var message = SaidText.message(chunk.path("choices").path(0));
      calls |= !SaidText.tools(message).isEmpty();
      for (var said : SaidText.of(message)) {
        if (!said.text().isEmpty()) {
          assertThat(calls)
              .as("a call begins before the text ends")
              .isEqualTo(said.key().call() >= 0);
          left.computeIfAbsent(said.key(), _ -> new StringBuilder()).append(said.text());
        }
      }
    }
    assertThat(out.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    var joined = new LinkedHashMap<SaidText.Key, String>();
    left.forEach((key, text) -> joined.put(key, text.toString()));
    return joined;
  }

  @Property(tries = 500)
  void whereTheChunksEndDoesNotMatter(@ForAll Random random) {
    var texts = texts(random);
    var mask = new GuardrailRun(WINDOW).mask(DATA, CallSide.ANSWER);
    var expected = new LinkedHashMap<SaidText.Key, String>();
    texts.forEach(
        (key, text) -> expected.put(key, (key.isJson() ? mask.json() : mask.text()).whole(text)));
    var left = left(stages(DATA), chunks(texts, random));
    assertThat(left).containsExactlyInAnyOrderEntriesOf(expected);
    // Held back texts leave in the order in which they were said.
    assertThat(new ArrayList<>(left.keySet()).subList(0, 2))
        .isEqualTo(new ArrayList<>(texts.keySet()).subList(0, 2));
  }

  /** A verdict holds the answer, which then leaves as it came. */
  @Property(tries = 100)
  void whatWaitsForAVerdictLeavesAsItCame(@ForAll Random random) {
    var texts = texts(random);
    var judge =
        new Guardrail.Moderation(
            "judge", Set.of(CallSide.ANSWER), "m", "p", java.time.Duration.ofSeconds(1), false);
    assertThat(left(stages(judge), chunks(texts, random)))
        .containsExactlyInAnyOrderEntriesOf(texts);
  }

  @Example
  void whatIsNotLookedAtDoesNotLeave() {
    var answer =
        chunk(
            (delta, choice) -> {
              delta.put("content", "hi").putArray("annotations").add("bob@example.com");
              delta.putObject("audio").put("transcript", "bob@example.com");
              choice.putObject("logprobs").putArray("content").addObject().put("token", "bob@");
              choice.put("finish_reason", "stop");
            });
    answer.putArray("citations").add("bob@example.com");
    var out = new ArrayList<ObjectNode>();
    var stages = stages(DATA);
    stages.piece(answer, out::add);
    stages.end(out::add);
    assertThat(out).hasSize(1);
    assertThat(out.getFirst().toString()).contains("\"content\":\"hi\"").doesNotContain("bob@");
  }
}
