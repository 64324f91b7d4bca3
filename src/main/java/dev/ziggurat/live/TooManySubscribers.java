package dev.ziggurat.live;

/** All places of this process are taken. */
final class TooManySubscribers extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooManySubscribers(int most) {
    super(
        "%d listen to this process already (ziggurat.live.listeners), or it is ending; try again"
            .formatted(most),
        null,
        false,
        false);
  }
}
