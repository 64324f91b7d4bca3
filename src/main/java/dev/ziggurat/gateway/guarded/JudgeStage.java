package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.guardrails.JudgedText;
import dev.ziggurat.guardrails.Judges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Holds an answer until there is a verdict about the whole of it. */
final class JudgeStage implements AnswerStage {

  private final Guardrail.OfVerdict guardrail;
  private final GuardrailRun run;
  private final Judges judges;
  private final long mostCharacters;
  private final List<ObjectNode> held = new ArrayList<>();

  /** By choice: what it says, text by text. */
  private final Map<Integer, Map<String, StringBuilder>> said = new TreeMap<>();

  private long characters;

  /**
   * @param mostCharacters the longest answer that is held
   */
  JudgeStage(Guardrail.OfVerdict guardrail, GuardrailRun run, Judges judges, long mostCharacters) {
    this.guardrail = guardrail;
    this.run = run;
    this.judges = judges;
    this.mostCharacters = mostCharacters;
  }

  @Override
  public void piece(ObjectNode piece, Consumer<ObjectNode> next) {
    for (var choice : piece.path("choices")) {
      var texts = said.computeIfAbsent(choice.path("index").asInt(0), _ -> new TreeMap<>());
      var message = SaidText.message(choice);
      for (var part : SaidText.of(message)) {
        add(texts, part.key().toString(), part.text());
      }
      SaidText.tools(message).forEach(tool -> add(texts, "tools", tool + '\n'));
    }
    held.add(piece);
  }

  private void add(Map<String, StringBuilder> texts, String key, String part) {
    characters += part.length();
    if (characters > mostCharacters) {
      throw run.refused(guardrail, CallSide.ANSWER, "it is too long to be judged", 0);
    }
    texts.computeIfAbsent(key, _ -> new StringBuilder()).append(part);
  }

  @Override
  public void end(Consumer<ObjectNode> next) {
    var texts =
        said.values().stream()
            .map(
                choice ->
                    new JudgedText(
                        "assistant", choice.values().stream().collect(Collectors.joining("\n"))))
            .toList();
    run.judge(guardrail, CallSide.ANSWER, texts, judges);
    held.forEach(next);
    held.clear();
  }
}
