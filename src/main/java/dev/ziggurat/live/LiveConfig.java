package dev.ziggurat.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Configuration of {@code admin.live}. */
@ConfigMapping(prefix = "ziggurat.live")
public interface LiveConfig {

  /** How many may listen to this process at once. */
  @WithDefault("100")
  @Min(1)
  int listeners();

  /** How often the database is read while somebody listens. */
  @WithDefault("1s")
  @DurationMin(millis = 1)
  Duration period();

  /** How many events one reading may bring, and how many may wait for a slow listener. */
  @WithDefault("10000")
  @Min(1)
  @Max(1_000_000)
  int mostEvents();

  /** How long a listener may have been away and still be told what it missed. */
  @WithDefault("5m")
  @DurationMin(message = "must not be negative")
  Duration longestGap();

  /** After how much silence a sign of life is sent, so that no proxy takes the stream for dead. */
  @WithDefault("15s")
  @DurationMin(millis = 1)
  Duration heartbeat();

  /**
   * Where an answer is sent only when it is whole (AWS Lambda), nobody can listen: then a listener
   * is told at once what has happened, and asked to come back after this long. None: it listens.
   */
  Optional<Duration> pollEvery();
}
