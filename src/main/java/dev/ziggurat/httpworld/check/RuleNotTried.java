package dev.ziggurat.httpworld.check;

/** A rule cannot be tried, mostly because the world does not offer what it is about. */
final class RuleNotTried extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RuleNotTried(String why) {
    super(why, null, false, false);
  }

  static void unless(boolean offered, String why) {
    if (!offered) {
      throw new RuleNotTried(why);
    }
  }
}
