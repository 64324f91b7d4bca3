package dev.ziggurat.babylon;

/** What the referee knows of one type of action. */
sealed interface Rule permits PostRule, CommentRule, BuyRule, SellRule, HoldRule {

  /** The type of action it judges. */
  String type();

  /**
   * Changes the city as the action says.
   *
   * @throws RefusedException if that is not allowed; then nothing has changed
   */
  void play(ActionContext play) throws RefusedException;
}
