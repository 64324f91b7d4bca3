package dev.ziggurat.chain;

import dev.ziggurat.llm.Completion;
import java.util.Optional;
import java.util.concurrent.Flow;

/**
 * What a step returns: an answer that is good enough to stop at.
 *
 * @param head the whole answer; of a streamed one, what came up to the first content token
 * @param rest what is still to come of a streamed answer
 */
public record Opened(Completion head, Optional<Flow.Publisher<String>> rest) {

  /** An answer that is complete. */
  static Opened whole(Completion completion) {
    return new Opened(completion, Optional.empty());
  }
}
