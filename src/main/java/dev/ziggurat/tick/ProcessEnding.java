package dev.ziggurat.tick;

/** The process is shutting down and begins no tick. */
public final class ProcessEnding extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProcessEnding() {
    super("this process is shutting down; trigger again", null, false, false);
  }
}
