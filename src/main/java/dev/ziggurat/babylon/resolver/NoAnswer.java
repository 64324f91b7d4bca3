package dev.ziggurat.babylon.resolver;

/** A resolver gave no answer; the message is the reason, shown to operators. */
final class NoAnswer extends Exception {

  private static final long serialVersionUID = 1L;

  NoAnswer(String reason) {
    super(reason, null, false, false);
  }
}
