package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.llm.TextSize;
import java.util.function.Consumer;

/** Refuses an answer whose texts are together too long. */
final class SizeStage implements AnswerStage {

  private static final int THIRDS = 3;

  private final Guardrail.SizeLimit guardrail;
  private final GuardrailRun run;
  private long characters;
  private long tokenThirds;

  SizeStage(Guardrail.SizeLimit guardrail, GuardrailRun run) {
    this.guardrail = guardrail;
    this.run = run;
  }

  @Override
  public void piece(ObjectNode piece, Consumer<ObjectNode> next) {
    for (var choice : piece.path("choices")) {
      for (var said : SaidText.of(SaidText.message(choice))) {
        characters += said.text().length();
        tokenThirds += TextSize.of(said.text()).tokenThirds();
      }
    }
    run.checkSize(guardrail, CallSide.ANSWER, characters, Math.ceilDiv(tokenThirds, THIRDS));
    next.accept(piece);
  }
}
