package dev.ziggurat.babylon;

/**
 * An action that the referee refused, as its agent reads it in its next briefing.
 *
 * @param action the action as the agent wrote it, in one line and cut
 * @param reason in words the agent can learn from, in one line and cut
 */
public record RefusedAction(String action, String reason) {

  private static final int ACTION_CHARACTERS = 160;
  private static final int REASON_CHARACTERS = 240;

  public RefusedAction {
    action = PlainText.cut(PlainText.clean(action), ACTION_CHARACTERS);
    reason = PlainText.cut(PlainText.clean(reason), REASON_CHARACTERS);
  }
}
