package dev.ziggurat.simulator.agent;

/**
 * What makes two agents differ, each from 0 to 1 and fixed for life by seed and handle.
 *
 * @param boldness how readily and how much it trades
 * @param talk how readily it posts
 * @param company how readily it comments
 * @param trust how far news moves it
 * @param stubbornness how little the price persuades it
 * @param voice which turns of phrase it uses
 */
record Temperament(
    double boldness, double talk, double company, double trust, double stubbornness, Voice voice) {

  /** A manner of speaking. */
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
