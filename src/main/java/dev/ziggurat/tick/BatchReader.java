package dev.ziggurat.tick;

import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.Completion;
import java.util.List;
import java.util.Optional;

/** Accepts answers with a usable part for at least one agent, and gives each agent its own. */
final class BatchReader implements AnswerCheck {

  private final DecisionParser decisions;
  private final List<String> ids;
  private final List<BatchTurn> turns;

  /**
   * @param ids of the turns, in their order
   */
  BatchReader(DecisionParser decisions, List<String> ids, List<BatchTurn> turns) {
    this.decisions = decisions;
    this.ids = ids;
    this.turns = turns;
  }

  @Override
  public Optional<String> rejection(Completion completion) {
    var parts = BatchAnswer.of(completion.text(), ids, decisions);
    var usable = 0;
    var problem = "";
    for (var index = 0; index < turns.size(); index++) {
      var turn = turns.get(index);
      var id = ids.get(index);
      var why =
          Optional.ofNullable(parts.problems().get(id))
              .or(() -> rejection(turn, completion.saying(parts.texts().get(id))));
      if (why.isEmpty()) {
        usable++;
      } else {
        turn.notAnswered();
        problem = why.get();
      }
    }
    return usable > 0
        ? Optional.empty()
        : Optional.of("no part for any of %d agents; the last: %s".formatted(ids.size(), problem));
  }

  private Optional<String> rejection(BatchTurn turn, Completion part) {
    var reader = new DecisionReader(decisions, turn.guardrails());
    var why = reader.rejection(part);
    reader.answered().ifPresent(turn::answered);
    return why;
  }
}
