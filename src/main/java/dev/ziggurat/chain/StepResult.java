package dev.ziggurat.chain;

import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.StreamPiece;
import java.util.List;

/** What a step returns: an answer that is good enough to stop at. */
public sealed interface StepResult {

  /** An answer that is complete. */
  record Whole(Completion completion) implements StepResult {}

  /**
   * An answer whose first content is out, so that nobody else is asked any more.
   *
   * @param head what came up to the first content, that included
   * @param rest what is still to come; whoever has it must close it
   */
  record Streaming(List<StreamPiece.Delta> head, StreamRemainder rest) implements StepResult {
    public Streaming {
      head = List.copyOf(head);
    }
  }
}
