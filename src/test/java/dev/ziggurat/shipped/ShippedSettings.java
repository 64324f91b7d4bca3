package dev.ziggurat.shipped;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What an operator sets before starting a package, and waits short enough for tests. */
public class ShippedSettings implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "quarkus.http.host", "127.0.0.1",
        "ziggurat.access.viewer-token", Outside.VIEWER,
        "ziggurat.access.admin-token", Outside.ADMIN,
        "ziggurat.access.cron-secret", Outside.CRON,
        "ziggurat.chain.provider-limit", "5s");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
