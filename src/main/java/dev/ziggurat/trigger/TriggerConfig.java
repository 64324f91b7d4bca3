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
   * {@code *}{@code /10 * * * * ?}, or {@code off}. A cron expression instead of an interval,
   * because an interval's drift could hit the previous slot.
   */
  @WithDefault("off")
  @CronOrOff
  String cron();

  /** How many games tick in parallel per trigger, or for the built-in scheduler. */
  @WithDefault("8")
  @Min(1)
  @Max(1_000)
  int gamesAtOnce();
}
