package dev.ziggurat.trigger.lambda;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the tests of ticks set otherwise than the package does. */
public class TickSettings implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        // Of no use to events, which bring their own; it only has to be longer than the reserve.
        "ziggurat.tick.budget", "120s",
        // Far more than any event leaves: a third of its time is all it may take.
        "ziggurat.tick.reserve", "60s",
        "ziggurat.tick.lease-margin", "1s",
        "ziggurat.chain.provider-limit", "3s");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
