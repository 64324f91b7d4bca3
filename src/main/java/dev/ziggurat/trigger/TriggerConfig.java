package dev.ziggurat.trigger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Triggers, and the built-in scheduler. */
@ConfigMapping(prefix = "ziggurat.trigger")
public interface TriggerConfig {

  /**
   * When the built-in scheduler ticks every running game: a Quartz cron expression of six fields,
   * or {@code off}. Example, every minute: {@code 0 * * * * ?}.
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
