package dev.ziggurat.babylon;

/** A rule refuses an action; the message is the reason. Checked, so that each is handled. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean malformed;

  RefusedException(String reason) {
    this(reason, false);
  }

  private RefusedException(String reason, boolean malformed) {
    super(reason, null, false, false);
    this.malformed = malformed;
  }

  /** A field is missing, unknown or of the wrong kind. */
  static RefusedException malformed(String reason) {
    return new RefusedException(reason, true);
  }

  /** Whether the action would be refused in any state of the game. */
  boolean isMalformed() {
    return malformed;
  }
}
