package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailRun;
import java.util.function.Consumer;

/** Refuses an answer that calls a tool which is not allowed. */
record ToolStage(Guardrail.AllowList guardrail, GuardrailRun run) implements AnswerStage {

  @Override
  public void piece(ObjectNode piece, Consumer<ObjectNode> next) {
    for (var choice : piece.path("choices")) {
      SaidText.tools(SaidText.message(choice))
          .forEach(tool -> run.checkTool(guardrail, CallSide.ANSWER, tool));
    }
    next.accept(piece);
  }
}
