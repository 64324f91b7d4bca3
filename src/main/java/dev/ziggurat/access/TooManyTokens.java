package dev.ziggurat.access;

import io.quarkus.security.UnauthorizedException;
import java.time.Duration;

/** Too many wrong tokens or keys came from the caller's address. */
public final class TooManyTokens extends UnauthorizedException {

  private static final long serialVersionUID = 1;

  private final Duration left;

  /**
   * @param left time until the next attempt
   */
  public TooManyTokens(Duration left) {
    super(
        "Too many wrong tokens or keys from your address: try again in %d seconds."
            .formatted(seconds(left)));
    this.left = left;
  }

  /** Time until the next attempt, in whole seconds, rounded up. */
  public Duration left() {
    return Duration.ofSeconds(seconds(left));
  }

  private static long seconds(Duration left) {
    return left.plusMillis(999).toSeconds();
  }
}
