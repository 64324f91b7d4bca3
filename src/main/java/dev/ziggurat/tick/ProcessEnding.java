package dev.ziggurat.tick;

/** The process is about to end and begins no tick any more. */
public final class ProcessEnding extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProcessEnding() {
    super("this process is ending; trigger again", null, false, false);
  }
}
