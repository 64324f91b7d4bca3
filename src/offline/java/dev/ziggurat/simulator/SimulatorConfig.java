package dev.ziggurat.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the providers are played. */
@ConfigMapping(prefix = "ziggurat.simulator")
public interface SimulatorConfig {

  /** What decisions, ids and latencies grow from: another seed is another course of every game. */
  @WithDefault("1")
  long seed();
}
