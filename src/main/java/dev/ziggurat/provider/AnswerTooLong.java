package dev.ziggurat.provider;

/** An answer outgrew the configured bound; its connection is closed. */
final class AnswerTooLong extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AnswerTooLong(long bound) {
    this(bound, "response-bytes");
  }

  /**
   * @param setting below {@code ziggurat.provider}
   */
  AnswerTooLong(long bound, String setting) {
    super(
        "the answer is longer than %,d bytes (ziggurat.provider.%s)".formatted(bound, setting),
        null,
        false,
        false);
  }
}
