package dev.ziggurat.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How the providers are played. Which ones are played is not decided here but where providers are
 * looked up, so the prefix leaves {@code ziggurat.simulator.providers} alone.
 */
@ConfigMapping(prefix = "ziggurat.simulator.chance")
public interface SimulatorConfig {

  /** What decisions, ids and latencies grow from: another seed is another course of every game. */
  @WithDefault("1")
  long seed();
}
