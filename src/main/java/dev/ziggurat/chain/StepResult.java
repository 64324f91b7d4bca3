package dev.ziggurat.chain;

import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.StreamPiece;
import java.util.List;

/** The result of a successful step; the chain stops with it. */
public sealed interface StepResult {

  /** A complete answer. */
  record Whole(Completion completion) implements StepResult {}

  /**
   * A streamed answer whose first content has arrived; no other provider is asked any more.
   *
   * @param head the pieces up to and including the first content
   * @param rest the remaining stream; the receiver must close it
   */
  record Streaming(List<StreamPiece.Delta> head, StreamRemainder rest) implements StepResult {
    public Streaming {
      head = List.copyOf(head);
    }
  }
}
