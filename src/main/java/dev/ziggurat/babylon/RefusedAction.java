package dev.ziggurat.babylon;

/**
 * An action refused by the referee, shown in the agent's next briefing.
 *
 * @param action the original action, as one truncated line
 * @param reason the reason, as one truncated line
 */
public record RefusedAction(String action, String reason) {

  private static final int ACTION_CHARACTERS = 160;
  private static final int REASON_CHARACTERS = 240;

  public RefusedAction {
    action = PlainText.cut(PlainText.clean(action), ACTION_CHARACTERS);
    reason = PlainText.cut(PlainText.clean(reason), REASON_CHARACTERS);
  }
}
