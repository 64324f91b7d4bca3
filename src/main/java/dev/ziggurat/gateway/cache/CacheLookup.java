package dev.ziggurat.gateway.cache;

/** Result of a cache lookup: a hit, or a miss that the caller must answer. */
public sealed interface CacheLookup {

  /** The result as sent in a header; empty without cache. */
  String result();

  /** Cached, or just answered for an identical call. */
  record Hit(StoredAnswer answer) implements CacheLookup {
    @Override
    public String result() {
      return "hit";
    }
  }

  /**
   * The provider must be called.
   *
   * @param inFlightAnswer receives the answer or its failure
   */
  record Miss(InFlightAnswer inFlightAnswer, String result) implements CacheLookup {}

  /** A miss; identical calls wait for its answer. */
  static CacheLookup leading(InFlightAnswer inFlightAnswer) {
    return new Miss(inFlightAnswer, "miss");
  }

  /** A bypass: the answer is not cached, although its key enables caching. */
  static CacheLookup bypassing() {
    return new Miss(new InFlightAnswer(0), "bypass");
  }

  /** Not cacheable. */
  static CacheLookup uncached() {
    return new Miss(new InFlightAnswer(0), "");
  }
}
