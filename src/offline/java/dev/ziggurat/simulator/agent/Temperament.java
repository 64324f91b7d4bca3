package dev.ziggurat.simulator.agent;

/**
 * An agent's traits, each from 0 to 1 and fixed by seed and handle.
 *
 * @param boldness how often and how much it trades
 * @param talk how often it posts
 * @param company how often it comments
 * @param trust weight of news
 * @param stubbornness weight of its own estimate against the price
 * @param voice its style of posts
 */
record Temperament(
    double boldness, double talk, double company, double trust, double stubbornness, Voice voice) {

  /** A style of posts. */
  enum Voice {
    DRY,
    EAGER,
    WARY,
    HOMELY
  }

  static Temperament of(long seed, String handle) {
    var dice = RepeatableRandom.of(seed, "temperament", handle);
    return new Temperament(
        dice.fraction(),
        dice.fraction(),
        dice.fraction(),
        dice.fraction(),
        dice.fraction(),
        Voice.values()[(int) dice.between(0, Voice.values().length - 1L)]);
  }
}
