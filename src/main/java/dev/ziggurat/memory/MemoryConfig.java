package dev.ziggurat.memory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What agents remember, in games with a memory. */
@ConfigMapping(prefix = "ziggurat.memory")
public interface MemoryConfig {

  /**
   * How long agents may reflect after a tick, unless its trigger brings a budget (Lambda's
   * remaining time). Those that have not reflected by then do so after the next tick.
   */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  Duration reflectionTime();

  /** How many agents reflect at once, in each process. */
  @WithDefault("16")
  @Min(1)
  @Max(512)
  int reflectionWidth();

  /** The most tokens of an answer to a reflection, reasoning included. */
  @WithDefault("1000")
  @Min(100)
  @Max(100_000)
  int reflectionOutputTokens();

  /** The most tokens of memories that a reflection is shown, the newest of them. */
  @WithDefault("3000")
  @Min(100)
  @Max(100_000)
  int reflectionTokens();
}
