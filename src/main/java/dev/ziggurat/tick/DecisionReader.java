package dev.ziggurat.tick;

import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.Completion;
import java.util.Optional;

/** Accepts an answer that contains the decision of one agent, and keeps it. */
final class DecisionReader implements AnswerCheck {

  private final DecisionParser decisions;
  private final TurnGuardrails guardrails;
  private Optional<Thought.Answered> answered = Optional.empty();

  DecisionReader(DecisionParser decisions, TurnGuardrails guardrails) {
    this.decisions = decisions;
    this.guardrails = guardrails;
  }

  @Override
  public Optional<String> rejection(Completion completion) {
    try {
      var checked = guardrails.answer(completion);
      answered = Optional.of(new Thought.Answered(checked, decisions.parse(checked.text())));
      return Optional.empty();
    } catch (GuardrailRefused refused) {
      return Optional.of(refused.getMessage());
    } catch (DecisionParser.Unreadable unreadable) {
      return Optional.of(unreadable.getMessage());
    }
  }

  /** The newest answer that was accepted. */
  Optional<Thought.Answered> answered() {
    return answered;
  }
}
