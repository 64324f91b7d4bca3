package dev.ziggurat.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Configuration of the simulator. Which providers are simulated is set elsewhere, by {@code
 * ziggurat.simulator.providers}.
 */
@ConfigMapping(prefix = "ziggurat.simulator.chance")
public interface SimulatorConfig {

  /** Seed of decisions, ids and latencies: another seed changes the course of every game. */
  @WithDefault("1")
  long seed();
}
