package dev.ziggurat.provider;

/** An answer outgrew the configured bound; its connection is closed. */
final class AnswerTooLong extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AnswerTooLong(long bound) {
    super(
        "the answer is longer than %,d bytes (ziggurat.provider.response-bytes)".formatted(bound),
        null,
        false,
        false);
  }
}
