package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.guardrails.CallSide;
import dev.ziggurat.guardrails.Guardrail;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailRun;
import dev.ziggurat.guardrails.GuardrailStep;
import dev.ziggurat.guardrails.Judges;
import java.util.List;

/** The guardrails of one call, and what they did. */
public final class CallGuardrails {

  private final GuardrailList list;
  private final GuardrailRun run;
  private final Judges judges;
  private final long longestJudged;
  private final boolean jsonAnswer;

  /**
   * @param judges asks for verdicts
   * @param longestJudged the longest answer that is held for a verdict, in characters
   * @param format the request's {@code response_format}
   */
  public CallGuardrails(
      GuardrailList list, GuardrailRun run, Judges judges, long longestJudged, JsonNode format) {
    this.list = list;
    this.run = run;
    this.judges = judges;
    this.longestJudged = longestJudged;
    this.jsonAnswer = format.path("type").asText().startsWith("json");
  }

  /** Whether answers are checked. */
  public boolean checkAnswers() {
    return list.has(CallSide.ANSWER);
  }

  /** What the guardrails did so far. */
  public List<GuardrailStep> steps() {
    return run.steps();
  }

  /** Whether something of an answer was masked or refused so far. */
  public boolean changedAnswer() {
    return run.steps().stream()
        .filter(step -> step.on().equals(CallSide.ANSWER.id()))
        .anyMatch(
            step ->
                step.did() == GuardrailStep.Did.MASKED || step.did() == GuardrailStep.Did.REFUSED);
  }

  /** Begins an answer. */
  public AnswerStages answer() {
    var stages = new AnswerStages();
    for (var guardrail : list.on(CallSide.ANSWER)) {
      stages.add(
          switch (guardrail) {
            case Guardrail.SizeLimit limit -> new SizeStage(limit, run);
            case Guardrail.OfTexts texts ->
                new MaskStage(run.mask(texts, CallSide.ANSWER), jsonAnswer);
            case Guardrail.AllowList allowed -> new ToolStage(allowed, run);
            case Guardrail.OfVerdict verdict -> new JudgeStage(verdict, run, judges, longestJudged);
          });
    }
    return stages;
  }
}
