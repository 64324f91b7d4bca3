package dev.ziggurat.gateway.cache;

/** What becomes of a question: it has an answer, or it is for the caller to ask. */
public sealed interface Claim {

  /** How the cache served, in a header's word; empty where there is none. */
  String mark();

  /** It was answered before, or just now to somebody else. */
  record Known(KeptAnswer answer) implements Claim {
    @Override
    public String mark() {
      return "hit";
    }
  }

  /**
   * It is to be asked.
   *
   * @param flight is told how that ends
   */
  record Ours(Flight flight, String mark) implements Claim {}

  /** It is to be asked, and others who ask the same wait for its answer. */
  static Claim leading(Flight flight) {
    return new Ours(flight, "miss");
  }

  /** It is to be asked, and its answer is not kept, though its key keeps answers. */
  static Claim bypassing() {
    return new Ours(new Flight(0), "bypass");
  }

  /** It is to be asked: there is no cache for it. */
  static Claim uncached() {
    return new Ours(new Flight(0), "");
  }
}
