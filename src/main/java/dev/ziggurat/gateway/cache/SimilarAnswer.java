package dev.ziggurat.gateway.cache;

import java.util.Optional;

/**
 * A call that others wait for got the answer of a similar one. It is an exception so that the cache
 * forgets the call.
 */
final class SimilarAnswer extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient CacheLookup.Hit hit;

  SimilarAnswer(CacheLookup.Hit hit) {
    super("answered as a similar call was", null, false, false);
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
