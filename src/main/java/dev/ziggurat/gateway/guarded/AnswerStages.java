package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The guardrails of one answer, one after the other, in their order. */
public final class AnswerStages {

  private final List<AnswerStage> stages = new ArrayList<>(List.of(new KnownFields()));

  /** Adds the last stage. */
  void add(AnswerStage stage) {
    stages.add(stage);
  }

  /** Takes a chat completion or a chunk, which belongs to it then. */
  public void piece(ObjectNode piece, Consumer<ObjectNode> out) {
    piece(0, piece, out);
  }

  /** Takes the end of the answer; may block. */
  public void end(Consumer<ObjectNode> out) {
    for (var i = 0; i < stages.size(); i++) {
      var next = i + 1;
      stages.get(i).end(piece -> piece(next, piece, out));
    }
  }

  private void piece(int stage, ObjectNode piece, Consumer<ObjectNode> out) {
    if (stage == stages.size()) {
      out.accept(piece);
    } else {
      stages.get(stage).piece(piece, passed -> piece(stage + 1, passed, out));
    }
  }
}
