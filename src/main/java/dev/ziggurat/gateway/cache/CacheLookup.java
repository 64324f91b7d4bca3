package dev.ziggurat.gateway.cache;

/** What becomes of a question: it has an answer, or it is for the caller to ask. */
public sealed interface CacheLookup {

  /** How the cache served, in a header's word; empty where there is none. */
  String mark();

  /** It was answered before, or just now to somebody else. */
  record Known(StoredAnswer answer) implements CacheLookup {
    @Override
    public String mark() {
      return "hit";
    }
  }

  /**
   * It is to be asked.
   *
   * @param inFlightAnswer is told how that ends
   */
  record Ours(InFlightAnswer inFlightAnswer, String mark) implements CacheLookup {}

  /** It is to be asked, and others who ask the same wait for its answer. */
  static CacheLookup leading(InFlightAnswer inFlightAnswer) {
    return new Ours(inFlightAnswer, "miss");
  }

  /** It is to be asked, and its answer is not kept, though its key keeps answers. */
  static CacheLookup bypassing() {
    return new Ours(new InFlightAnswer(0), "bypass");
  }

  /** It is to be asked: there is no cache for it. */
  static CacheLookup uncached() {
    return new Ours(new InFlightAnswer(0), "");
  }
}
