package dev.ziggurat.chain;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Configuration of {@code chain}. The breakers', retries' and ceilings' thresholds are those of
 * SmallRye Fault Tolerance, under {@code quarkus.fault-tolerance."dev.ziggurat.chain.Chain/wandb"}
 * and its siblings.
 */
@ConfigMapping(prefix = "ziggurat.chain")
public interface ChainConfig {

  /** The longest wait for one provider's whole answer; the time left to the call if shorter. */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  Duration providerLimit();

  /**
   * The share of the time left that a call may wait in a provider's line before it goes to the next
   * provider.
   */
  @WithDefault("0.5")
  @DecimalMin("0")
  @DecimalMax("1")
  double waitingShare();

  /** How often a call goes back into a provider's line after a 429 that names no wait. */
  @WithDefault("8")
  @Min(0)
  @Max(100)
  int requeues();

  /** The breaker of the preferred step, one for each provider. */
  PreferredBreaker preferredBreaker();

  /** How long streamed answers may take. */
  Streams streams();

  /** How many calls a provider gets at once. */
  Concurrency concurrency();

  /** How long a provider, or a model of it, is left alone after a failure. */
  Cooling cooling();

  /** The breaker of the preferred step, one for each provider. */
  interface PreferredBreaker {

    /** How many calls are looked at. */
    @WithDefault("20")
    @Min(1)
    int requestVolumeThreshold();

    /** How long an open breaker stays open before it lets a probe through. */
    @WithDefault("30s")
    @DurationMin(message = "must not be negative")
    Duration delay();
  }

  /** How long streamed answers may take. */
  interface Streams {

    /** The longest wait for the first content of a stream; then the next provider is asked. */
    @WithDefault("10s")
    Duration firstContent();

    /** How many times as long the first content of the last provider is waited for. */
    @WithDefault("3")
    int lastPatience();

    /** The longest silence between two pieces of a stream once its first content is out. */
    @WithDefault("20s")
    Duration stall();

    /** The longest a stream may take from its first content on. */
    @WithDefault("10m")
    Duration limit();
  }

  /** How many calls a provider gets at once. */
  @ConsistentConcurrency
  interface Concurrency {

    /** The limit a process starts with; halved on 429, raised by one on success. */
    @WithDefault("32")
    @Min(1)
    int initial();

    /** The limit is never raised above this. */
    @WithDefault("256")
    @Min(1)
    @Max(10_000)
    int most();
  }

  /** How long a provider, or a model of it, is left alone after a failure. */
  interface Cooling {

    /** After a rejected key. */
    @WithDefault("5m")
    @DurationMin(message = "must not be negative")
    Duration auth();

    /** After a refusal by country. */
    @WithDefault("1h")
    @DurationMin(message = "must not be negative")
    Duration geo();

    /** When credit or a spending limit is used up. */
    @WithDefault("30m")
    @DurationMin(message = "must not be negative")
    Duration billing();

    /** When a provider says that it is overloaded. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration capacity();

    /** When a model is unknown or shut down; a change of settings ends it at once. */
    @WithDefault("1h")
    @DurationMin(message = "must not be negative")
    Duration model();

    /** No wait hint of a provider is believed beyond this. */
    @WithDefault("1h")
    @DurationMin(message = "must not be negative")
    Duration longestHint();

    /** How old the known cooldowns of other instances may be. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration checkAfter();
  }
}
