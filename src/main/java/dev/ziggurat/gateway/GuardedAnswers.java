package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.guarded.AnswerStages;
import dev.ziggurat.gateway.guarded.CallGuardrails;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.AnswerText;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The answer of one call on its way to the caller: through the call's guardrails, and with what
 * they did in ledger and explanation.
 */
final class GuardedAnswers {

  private final CallGuardrails guardrails;
  private final AnswerWriter answers;
  private final ObjectMapper json;

  GuardedAnswers(CallGuardrails guardrails, AnswerWriter answers, ObjectMapper json) {
    this.guardrails = guardrails;
    this.answers = answers;
    this.json = json;
  }

  /**
   * What may leave of a whole answer; may block.
   *
   * @throws dev.ziggurat.guardrails.GuardrailRefused if it is refused
   */
  AnswerText checked(AnswerText answer) {
    if (!guardrails.checkAnswers()) {
      return answer;
    }
    var stages = guardrails.answer();
    var whole = new ArrayList<ObjectNode>();
    stages.piece(tree(answer.chat()), whole::add);
    stages.end(whole::add);
    return AnswerText.of(whole.getFirst().toString());
  }

  /** Whether the answer left as the provider wrote it, as far as guardrails are concerned. */
  boolean unchanged() {
    return !guardrails.changedAnswer();
  }

  /** The body of an answer that was checked. */
  String body(AnswerText checked, AnsweredCall call, Optional<ObjectNode> explanation) {
    return answers.body(checked, call, explanation.map(this::explained));
  }

  /** There is no answer. */
  void refused(UUID callId, OpenAiError error) {
    answers.refused(callId, error);
  }

  /** Begins a streamed answer, which is checked on its way. */
  AnswerWriter.Stream stream(EventWriter events, AnsweredCall call) {
    return new Guarded(answers.stream(events, call));
  }

  /** The attempts, the last one with what the guardrails did. */
  List<Attempt> recorded(List<Attempt> attempts) {
    var steps = guardrails.steps();
    if (steps.isEmpty() || attempts.isEmpty()) {
      return attempts;
    }
    var last = attempts.getLast();
    var recorded = new ArrayList<>(attempts);
    recorded.set(attempts.size() - 1, last.by(last.route().with(steps)));
    return recorded;
  }

  private ObjectNode explained(ObjectNode explanation) {
    var steps = guardrails.steps();
    return steps.isEmpty() ? explanation : explanation.set("guardrails", json.valueToTree(steps));
  }

  private ObjectNode tree(String text) {
    try {
      return (ObjectNode) json.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * A streamed answer. With guardrails of answers, what a provider wrote in the caller's own API is
   * not passed on, but its translation.
   */
  private final class Guarded implements AnswerWriter.Stream {

    private final AnswerWriter.Stream answer;
    private final Optional<AnswerStages> stages;

    Guarded(AnswerWriter.Stream answer) {
      this.answer = answer;
      this.stages = guardrails.checkAnswers() ? Optional.of(guardrails.answer()) : Optional.empty();
    }

    @Override
    public void piece(AnswerText piece) {
      if (stages.isEmpty()) {
        answer.piece(piece);
      } else if (!piece.chat().isEmpty()) {
        stages.get().piece(tree(piece.chat()), this::write);
      }
    }

    private void write(ObjectNode piece) {
      answer.piece(AnswerText.of(piece.toString()));
    }

    @Override
    public void end(Optional<ObjectNode> explanation) {
      stages.ifPresent(checks -> checks.end(this::write));
      answer.end(explanation.map(GuardedAnswers.this::explained));
    }

    @Override
    public void broken(OpenAiError error, int status) {
      answer.broken(error, status);
    }

    @Override
    public void abandoned() {
      answer.abandoned();
    }
  }
}
