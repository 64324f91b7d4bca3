package dev.ziggurat.webhooks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The pauses between the tries of a delivery: eight tries within about a day. Up to a fifth is
 * added, by the id and the try, so that what failed at once is not sent again at once.
 */
final class RetrySchedule {

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12));

  /** How often a delivery is tried. */
  static final int TRIES = PAUSES.size() + 1;

  private static final int STEPS = 1_000;
  private static final int SHARE = 5;

  private RetrySchedule() {}

  /**
   * How long to wait after a failed try; empty after the last.
   *
   * @param tries so far
   */
  static Optional<Duration> after(int tries, UUID delivery) {
    if (tries >= TRIES) {
      return Optional.empty();
    }
    var pause = PAUSES.get(Math.max(0, tries - 1));
    var step = Math.floorMod(31 * delivery.hashCode() + tries, STEPS);
    return Optional.of(pause.plus(pause.multipliedBy(step).dividedBy((long) SHARE * STEPS)));
  }
}
