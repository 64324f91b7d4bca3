package dev.ziggurat.gateway.cache;

import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Result of a cache lookup: a hit, or a miss that the caller must answer. */
public sealed interface CacheLookup {

  /** The result as sent in a header; empty without cache. */
  String result();

  /**
   * Cached, or just answered for an identical call.
   *
   * @param similarity cosine similarity of the last messages, if the call is only similar
   */
  record Hit(StoredAnswer answer, OptionalDouble similarity) implements CacheLookup {

    /** An identical call's. */
    Hit(StoredAnswer answer) {
      this(answer, OptionalDouble.empty());
    }

    @Override
    public String result() {
      return similarity.isPresent() ? "near" : "hit";
    }
  }

  /**
   * The provider must be called.
   *
   * @param inFlightAnswer receives the answer or its failure
   */
  record Miss(InFlightAnswer inFlightAnswer, String result) implements CacheLookup {

    /**
     * A miss whose finished answer is stored elsewhere too.
     *
     * @param mostCharacters the largest answer to store, if nothing but {@code store} wants it
     */
    public Miss storedBy(Consumer<StoredAnswer> store, int mostCharacters) {
      var storing = result.equals(MISS) ? inFlightAnswer : new InFlightAnswer(mostCharacters);
      storing.storeIn(store);
      return new Miss(storing, MISS);
    }
  }

  /** The result of a miss whose answer is cached. */
  String MISS = "miss";

  /** A miss; identical calls wait for its answer. */
  static CacheLookup leading(InFlightAnswer inFlightAnswer) {
    return new Miss(inFlightAnswer, MISS);
  }

  /** A bypass: the answer is not cached, although its key enables caching. */
  static Miss bypassing() {
    return new Miss(new InFlightAnswer(0), "bypass");
  }

  /** Not cacheable. */
  static Miss uncached() {
    return new Miss(new InFlightAnswer(0), "");
  }
}
