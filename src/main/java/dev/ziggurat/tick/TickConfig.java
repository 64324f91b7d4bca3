package dev.ziggurat.tick;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Ticks. */
@ConsistentTickConfig
@ConfigMapping(prefix = "ziggurat.tick")
public interface TickConfig {

  /** How many agents are asked at once, unless the game has a width of its own. */
  @WithDefault("64")
  @Min(1)
  @Max(10_000)
  int width();

  /**
   * How long a tick may take, unless the trigger brings a budget (Lambda's remaining time) or the
   * game has one of its own.
   */
  @WithDefault("50s")
  @DurationMin(millis = 1)
  Duration budget();

  /** The least time for a tick; a trigger that brings less is skipped, with the reason. */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  Duration leastBudget();

  /** The part of the budget that is kept for apply and close; at most a third of it is used. */
  @WithDefault("5s")
  @DurationMin(message = "must not be negative")
  Duration reserve();

  /**
   * How much longer than the tick's deadline its lease runs. The tick of a process that died is
   * taken over when the lease has run out.
   */
  @WithDefault("10s")
  @DurationMin(message = "must not be negative")
  Duration leaseMargin();

  /**
   * After how long a running tick reads its game's budget again: how late a limit that another
   * process changed holds at most. One that the same process changed holds at once.
   */
  @WithDefault("1s")
  @DurationMin(message = "must not be negative")
  Duration budgetCheckAfter();

  /** The most tokens of an agent's answer, reasoning included. */
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
   * How long an ending process waits for the ticks it runs: calls in flight get two thirds of it,
   * then the tick is handed to the next runner. Keep it below the time after which the platform
   * kills the process.
   */
  @WithDefault("10s")
  @DurationMin(message = "must not be negative")
  Duration shutdownGrace();

  /** How long a replay of a game may take; its report says how far it came. */
  @WithDefault("30s")
  @DurationMin(millis = 1)
  Duration replayLimit();

  /** How long texts of prompts and answers of games are kept that do not say it themselves. */
  @WithDefault("7d")
  @DurationMin(message = "must not be negative")
  Duration keepTexts();

  /** External agents: programs at an address that decide for an agent. */
  ExternalConfig external();

  /** External agents: programs at an address that decide for an agent. */
  interface ExternalConfig {

    /**
     * Whether external agents may be at addresses that are not public, such as 10.0.0.0/8 and
     * localhost, and without TLS.
     */
    @WithDefault("false")
    boolean privateAddresses();

    /** How long connecting to an external agent may take. */
    @WithDefault("3s")
    @DurationMin(millis = 1)
    Duration connectTimeout();

    /** How long an external agent may take to answer; never beyond the thinking deadline. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration timeout();

    /** The largest answer of an external agent. */
    @WithDefault("64K")
    MemorySize largestAnswer();
  }
}
