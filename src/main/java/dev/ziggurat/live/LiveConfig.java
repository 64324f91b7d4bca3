package dev.ziggurat.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Server-sent events of {@code /api/admin/events}, which keep the console up to date. */
@ConfigMapping(prefix = "ziggurat.live")
public interface LiveConfig {

  /** How many listeners a process serves at once. */
  @WithDefault("100")
  @Min(1)
  int listeners();

  /** How often the database is read while there are listeners. */
  @WithDefault("1s")
  @DurationMin(millis = 1)
  Duration period();

  /** How many events one read may return, and how many may wait for a slow listener. */
  @WithDefault("10000")
  @Min(1)
  @Max(1_000_000)
  int mostEvents();

  /** How long a listener may have been away and still get the events it missed. */
  @WithDefault("5m")
  @DurationMin(message = "must not be negative")
  Duration longestGap();

  /** After how much silence a heartbeat is sent, so that no proxy closes the connection. */
  @WithDefault("15s")
  @DurationMin(millis = 1)
  Duration heartbeat();

  /**
   * For platforms that send an answer only when it is complete (AWS Lambda): a listener gets what
   * has happened at once and is asked to reconnect after this time. None: the connection stays
   * open.
   */
  Optional<Duration> pollEvery();
}
