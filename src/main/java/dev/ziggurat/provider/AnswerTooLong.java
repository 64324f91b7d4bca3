package dev.ziggurat.provider;

/** A response exceeded the configured size limit; its connection is closed. */
final class AnswerTooLong extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AnswerTooLong(long bound) {
    this(bound, "response-bytes");
  }

  /**
   * @param bound the limit, in bytes
   * @param setting name of the setting that holds the limit, below {@code ziggurat.provider}
   */
  AnswerTooLong(long bound, String setting) {
    super(
        "the response exceeds %,d bytes (ziggurat.provider.%s)".formatted(bound, setting),
        null,
        false,
        false);
  }
}
