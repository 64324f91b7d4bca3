package dev.ziggurat.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

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
}
