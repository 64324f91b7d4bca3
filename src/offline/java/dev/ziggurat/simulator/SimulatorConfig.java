package dev.ziggurat.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * How the providers are played. Which ones are played is not decided here but where providers are
 * looked up, so the prefix leaves {@code ziggurat.simulator.providers} alone.
 */
@ConfigMapping(prefix = "ziggurat.simulator.chance")
public interface SimulatorConfig {

  /** What decisions, ids and latencies grow from: another seed is another course of every game. */
  @WithDefault("1")
  long seed();

  /** The quickest that a provider answers whose latency no fault says. */
  @WithDefault("40ms")
  @DurationMin(message = "must not be negative")
  Duration leastLatency();

  /** The slowest that a provider answers whose latency no fault says. */
  @WithDefault("160ms")
  @DurationMin(message = "must not be negative")
  Duration mostLatency();
}
