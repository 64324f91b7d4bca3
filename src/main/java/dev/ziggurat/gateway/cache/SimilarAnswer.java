package dev.ziggurat.gateway.cache;

import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * A call that others wait for got the answer of a similar one. It is a cancellation so that the
 * cache forgets the call, and warns of nothing.
 */
final class SimilarAnswer extends CancellationException {

  private static final long serialVersionUID = 1L;

  private final transient CacheLookup.Hit hit;

  SimilarAnswer(CacheLookup.Hit hit) {
    super("answered as a similar call was");
    this.hit = hit;
  }

  /** The answer, if that is why a call ended. */
  static Optional<CacheLookup> in(Throwable end) {
    for (var cause = end; cause != null; cause = cause.getCause()) {
      if (cause instanceof SimilarAnswer similar) {
        return Optional.of(similar.hit);
      }
    }
    return Optional.empty();
  }
}
