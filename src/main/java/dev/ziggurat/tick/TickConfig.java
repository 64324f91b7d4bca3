package dev.ziggurat.tick;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Configuration of {@code tick}. */
@ConsistentTickConfig
@ConfigMapping(prefix = "ziggurat.tick")
public interface TickConfig {

  /** How many agents think at once, unless the game sets its own width. */
  @WithDefault("64")
  @Min(1)
  @Max(10_000)
  int width();

  /** How long a tick may take, unless the trigger brings a budget (Lambda's remaining time). */
  @WithDefault("50s")
  @DurationMin(millis = 1)
  Duration budget();

  /** The least time to begin a tick with; a trigger that brings less is skipped with a reason. */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  Duration leastBudget();

  /** The part of the budget kept for apply and close; at most a third of it. */
  @WithDefault("5s")
  @DurationMin(message = "must not be negative")
  Duration reserve();

  /**
   * How much longer than the tick's deadline the lease lasts. A dead runner's tick is taken over
   * once the lease has expired.
   */
  @WithDefault("10s")
  @DurationMin(message = "must not be negative")
  Duration leaseMargin();

  /** The most tokens an agent's answer may have, reasoning included. */
  @WithDefault("2048")
  @Min(1)
  @Max(1_000_000)
  int outputTokens();

  /** The most actions of one turn; further ones are dropped. */
  @WithDefault("4")
  @Min(1)
  @Max(100)
  int actions();

  /**
   * Grace period of a shutdown with ticks running: calls in flight get two thirds of it, then a
   * tick is handed to the next runner.
   */
  @WithDefault("10s")
  @DurationMin(message = "must not be negative")
  Duration farewell();

  /** Time limit of a replay; the report has the last tick replayed. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration replayLimit();

  /** How long texts of prompts and answers are kept. */
  @WithDefault("7d")
  @DurationMin(message = "must not be negative")
  Duration keepTexts();
}
