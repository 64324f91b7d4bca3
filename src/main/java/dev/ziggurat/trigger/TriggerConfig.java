package dev.ziggurat.trigger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Configuration of {@code trigger}. */
@ConfigMapping(prefix = "ziggurat.trigger")
public interface TriggerConfig {

  /**
   * When the built-in scheduler triggers every running game: a Quartz cron expression such as
   * {@code *}{@code /10 * * * * ?}, or {@code off} for never. By the clock and not by an interval,
   * whose drift would now and then fall into the slot before.
   */
  @WithDefault("off")
  @CronOrOff
  String cron();

  /** How many games tick at once for one trigger, or for the built-in scheduler. */
  @WithDefault("8")
  @Min(1)
  @Max(1_000)
  int gamesAtOnce();
}
