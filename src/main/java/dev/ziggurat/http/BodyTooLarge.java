package dev.ziggurat.http;

import java.io.IOException;

/** A body exceeds the limit. */
public class BodyTooLarge extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * @param mostBytes the limit
   */
  public BodyTooLarge(long mostBytes) {
    super("The body must not be longer than %d bytes.".formatted(mostBytes));
  }
}
