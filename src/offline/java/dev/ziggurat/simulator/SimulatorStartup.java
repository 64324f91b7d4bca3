package dev.ziggurat.simulator;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Mounts the simulator at start in the profiles that use it. In other profiles nothing is below
 * {@code /simulator}.
 */
@ApplicationScoped
public class SimulatorStartup {

  private static final Logger LOG = Logger.getLogger(SimulatorStartup.class);
  private static final Set<String> PROFILES = Set.of("dev", "test", "demo", "simulator");

  /** Runs once, when the HTTP routes are set up. */
  void mount(@Observes Router router, SimulatorConfig config) {
    if (playsUnder(ConfigUtils.getProfiles())) {
      var latency = new UsualLatency(config.leastLatency(), config.mostLatency());
      new Simulator(config.seed(), latency, InstantSource.system()).mount(router);
      LOG.infof("Simulated providers are ready below /simulator (seed %d)", config.seed());
    }
  }

  /** Whether these active profiles use simulated providers. */
  static boolean playsUnder(List<String> activeProfiles) {
    return activeProfiles.stream().anyMatch(PROFILES::contains);
  }
}
