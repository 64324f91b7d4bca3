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
 * The chain of providers. The thresholds of its circuit breakers, retries and time-outs are
 * settings of <a href="https://quarkus.io/guides/smallrye-fault-tolerance">SmallRye Fault
 * Tolerance</a>, such as {@code
 * quarkus.fault-tolerance."dev.ziggurat.chain.Chain/wandb".circuit-breaker.delay}.
 */
@ConfigMapping(prefix = "ziggurat.chain")
public interface ChainConfig {

  /** The longest wait for one provider's whole answer; less where the call has less time left. */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  Duration providerLimit();

  /**
   * The share of a call's remaining time that it may wait for a free slot of a provider before it
   * goes to the next one.
   */
  @WithDefault("0.5")
  @DecimalMin("0")
  @DecimalMax("1")
  double waitingShare();

  /** The circuit breaker for a model that an agent or caller prefers, one for each provider. */
  PreferredBreaker preferredBreaker();

  /** Time limits of streamed answers. */
  Streams streams();

  /** How many calls a provider gets at once. */
  Concurrency concurrency();

  /** Cooldowns: how long a provider, or a model of it, is skipped after a failure. */
  Cooling cooling();

  /** The circuit breaker for a preferred model. */
  interface PreferredBreaker {

    /** How many calls the breaker looks at. */
    @WithDefault("20")
    @Min(1)
    int requestVolumeThreshold();

    /** How long the breaker stays open before it lets a probe through. */
    @WithDefault("30s")
    @DurationMin(message = "must not be negative")
    Duration delay();
  }

  /** Time limits of streamed answers. */
  interface Streams {

    /** The longest wait for the first content of a stream; then the next provider is asked. */
    @WithDefault("10s")
    Duration firstContent();

    /** How many times as long the first content of the last provider is waited for. */
    @WithDefault("3")
    int lastPatience();

    /** The longest pause of a stream after its first content. */
    @WithDefault("20s")
    Duration stall();

    /** The longest that a stream may take after its first content. */
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

    /** The highest limit. */
    @WithDefault("256")
    @Min(1)
    @Max(10_000)
    int most();
  }

  /** Cooldowns by the class of the failure. */
  interface Cooling {

    /** After a rejected key, or when the API base is wrong. */
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

    /** When a model is unknown or shut down; a change of settings ends this cooldown at once. */
    @WithDefault("1h")
    @DurationMin(message = "must not be negative")
    Duration model();

    /** The longest {@code Retry-After} of a provider that is followed. */
    @WithDefault("1h")
    @DurationMin(message = "must not be negative")
    Duration longestHint();

    /** How old the known cooldowns of other instances may be before the database is asked again. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration checkAfter();
  }
}
