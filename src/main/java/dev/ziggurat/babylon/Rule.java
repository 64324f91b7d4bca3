package dev.ziggurat.babylon;

/** The rule of one type of action. */
sealed interface Rule
    permits PostRule,
        CommentRule,
        BuyRule,
        SellRule,
        HoldRule,
        MessageRule,
        GroupRule,
        InviteRule,
        LeaveRule {

  /** The type of action. */
  String type();

  /**
   * Applies the action to the city.
   *
   * @throws RefusedException if not allowed; then nothing has changed
   */
  void play(ActionContext play) throws RefusedException;
}
