package dev.ziggurat.babylon;

/** A rule refuses an action; the message is the reason. Checked, so that none goes unanswered. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedException(String reason) {
    super(reason, null, false, false);
  }
}
