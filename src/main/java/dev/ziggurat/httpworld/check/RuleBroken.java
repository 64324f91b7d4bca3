package dev.ziggurat.httpworld.check;

/** A world does not keep a rule of the contract; the message says what was seen. */
final class RuleBroken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RuleBroken(String seen) {
    super(seen, null, false, false);
  }

  static void unless(boolean kept, String seen) {
    if (!kept) {
      throw new RuleBroken(seen);
    }
  }
}
