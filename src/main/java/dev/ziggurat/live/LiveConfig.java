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

  /** Max concurrent listeners of a process. */
  @WithDefault("100")
  @Min(1)
  int listeners();

  /** How often the database is read while there are listeners. */
  @WithDefault("1s")
  @DurationMin(millis = 1)
  Duration period();

  /** Max events per read, and max events buffered for a slow listener. */
  @WithDefault("10000")
  @Min(1)
  @Max(1_000_000)
  int mostEvents();

  /** Max time since the last event for which missed events are sent after a reconnect. */
  @WithDefault("5m")
  @DurationMin(message = "must not be negative")
  Duration longestGap();

  /** Idle time before a heartbeat, so that no proxy closes the connection. */
  @WithDefault("15s")
  @DurationMin(millis = 1)
  Duration heartbeat();

  /**
   * For platforms that cannot stream responses (AWS Lambda): a listener gets the events so far and
   * reconnects after this time. None: the connection stays open.
   */
  Optional<Duration> pollEvery();
}
