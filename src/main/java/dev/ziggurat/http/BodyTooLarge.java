package dev.ziggurat.http;

import java.io.IOException;

/** A body turned out to be longer than any that is read. */
public class BodyTooLarge extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * @param mostBytes how long it may be
   */
  public BodyTooLarge(long mostBytes) {
    super("The body must not be longer than %d bytes.".formatted(mostBytes));
  }
}
