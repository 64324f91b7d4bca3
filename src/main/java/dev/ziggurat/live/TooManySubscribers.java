package dev.ziggurat.live;

/** The limit of listeners of this process is reached. */
final class TooManySubscribers extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooManySubscribers(int most) {
    super(
        "the limit of %d listeners (ziggurat.live.listeners) is reached, or the process is shutting down; retry"
            .formatted(most),
        null,
        false,
        false);
  }
}
