package dev.ziggurat.shipped;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What an operator sets before starting a package, and waits short enough for tests. */
public class ShippedSettings implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "quarkus.http.host",
        "127.0.0.1",
        // Quarkus would start the second package of a run on the port of the first, which may have
        // been taken meanwhile, and then wait for it until quarkus.test.wait-time is over.
        "quarkus.http.port",
        "0",
        "ziggurat.access.viewer-token",
        Outside.VIEWER,
        "ziggurat.access.admin-token",
        Outside.ADMIN,
        "ziggurat.access.cron-secret",
        Outside.CRON,
        "ziggurat.chain.provider-limit",
        "5s");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
