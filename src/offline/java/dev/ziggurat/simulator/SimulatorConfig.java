package dev.ziggurat.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Simulated providers (JVM package only); which ones are simulated is chosen by {@code
 * ziggurat.simulator.providers}.
 */
@ConfigMapping(prefix = "ziggurat.simulator.chance")
public interface SimulatorConfig {

  /**
   * The seed of simulated decisions, ids and latencies: another seed gives another course of every
   * game.
   */
  @WithDefault("1")
  long seed();

  /** The shortest latency of a simulated answer, unless a fault sets one. */
  @WithDefault("40ms")
  @DurationMin(message = "must not be negative")
  Duration leastLatency();

  /** The longest latency of a simulated answer, unless a fault sets one. */
  @WithDefault("160ms")
  @DurationMin(message = "must not be negative")
  Duration mostLatency();
}
