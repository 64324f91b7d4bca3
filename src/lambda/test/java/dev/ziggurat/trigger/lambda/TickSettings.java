package dev.ziggurat.trigger.lambda;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the tests of ticks set otherwise than the package does. */
public class TickSettings implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        // Far more than any budget here: a third of the budget is all it may take.
        "ziggurat.tick.budget", "120s",
        "ziggurat.tick.reserve", "60s",
        "ziggurat.tick.lease-margin", "1s",
        "ziggurat.chain.provider-limit", "3s");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
