package dev.ziggurat.chain;

import dev.ziggurat.llm.CallCancellation;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.BadAnswer;
import dev.ziggurat.llm.ProviderFailure.Cancelled;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.StreamPiece;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Reads a stream up to its first content. Until then the call can still fall back to another
 * provider.
 */
final class FirstContent {

  /** A reasoning model sends many pieces before its first content. */
  private static final int MAX_PIECES = 100_000;

  private FirstContent() {}

  /**
   * Reads all pieces up to and including the first content.
   *
   * @throws ProviderFailure when there is none, or none within the limit; the stream is closed then
   */
  static List<StreamPiece.Delta> read(
      Provider provider, ChatStream stream, Duration limit, InstantSource time) {
    var until = time.instant().plus(limit);
    var head = new ArrayList<StreamPiece.Delta>();
    // poll() fails once the limit has passed, so every wait is bounded.
    var more = new Semaphore(0);
    stream.whenMore(more::release);
    try {
      while (head.size() < MAX_PIECES) {
        switch (stream.poll(Duration.between(time.instant(), until)).orElse(null)) {
          case null -> await(more);
          case StreamPiece.Delta delta -> {
            head.add(delta);
            if (delta.content()) {
              return head;
            }
          }
          case StreamPiece.End end -> throw empty(end);
        }
      }
      throw new IllegalStateException("no content within " + MAX_PIECES + " pieces");
    } catch (InterruptedException interrupted) {
      stream.close();
      if (CallCancellation.isRequested()) {
        throw new Cancelled(provider, Details.of("cancelled by the caller"));
      }
      Thread.currentThread().interrupt();
      throw new ProviderFailure.TimedOut(
          provider, Details.of("interrupted before the answer came"), interrupted);
    } catch (RuntimeException failed) {
      stream.close();
      throw failed;
    }
  }

  private static void await(Semaphore more) throws InterruptedException {
    try (var _ = CallCancellation.waiting()) {
      more.acquire();
    }
  }

  private static ProviderFailure empty(StreamPiece.End end) {
    var completion = end.completion();
    if (completion.finishReason() == FinishReason.REFUSAL) {
      var why = completion.explanation().orElse("the provider withheld the answer");
      return new ProviderFailure.Refused(completion.provider(), Details.of(completion, why));
    }
    return new BadAnswer(completion.provider(), Details.of(completion, "the answer is empty"));
  }
}
