package dev.ziggurat.simulator;

import dev.ziggurat.function.Tripwire;
import dev.ziggurat.llm.Providers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Plays the four providers as servers that a package reaches over HTTP, with keys, where the
 * package itself plays none.
 */
public class SimulatorResource implements QuarkusTestResourceLifecycleManager {

  /** The simulator's port, for tests that play faults. */
  public static final String PORT = "ziggurat.test.simulator-port";

  /** The name of the tripwire between the function and the providers. */
  public static final String TRIPWIRE = "providers";

  private StandAlone simulator;
  private Tripwire tripwire;

  @Override
  public Map<String, String> start() {
    simulator = new StandAlone();
    tripwire = new Tripwire(TRIPWIRE, simulator.port());
    var config = new HashMap<String, String>();
    config.put(PORT, Integer.toString(simulator.port()));
    // A test of a package in another process has no configuration of its own to find it in.
    System.setProperty(PORT, Integer.toString(simulator.port()));
    for (var provider : Providers.builtIn().inOrder()) {
      var prefix = "ziggurat.provider." + provider.id();
      config.put(prefix + ".api-key", "any-key-will-do");
      config.put(
          prefix + ".api-base",
          "http://127.0.0.1:" + tripwire.port() + Simulator.basePath(provider));
    }
    return config;
  }

  @Override
  public void stop() {
    tripwire.close();
    System.clearProperty(PORT);
    simulator.close();
  }
}
