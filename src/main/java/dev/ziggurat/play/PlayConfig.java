package dev.ziggurat.play;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What players may ask for, by REST and by MCP. */
@ConfigMapping(prefix = "ziggurat.play")
public interface PlayConfig {

  /** How many requests a minute a player may make of a process; those that wait count once. */
  @WithDefault("120")
  @Min(1)
  @Max(1_000_000)
  int requestsPerMinute();

  /** How many players may wait for their turn at once in a process. */
  @WithDefault("1000")
  @Min(1)
  @Max(100_000)
  int waiting();

  /** How often the database is asked for the turn of a player who waits. */
  @WithDefault("500ms")
  @DurationMin(millis = 10)
  Duration poll();
}
