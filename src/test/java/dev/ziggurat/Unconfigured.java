package dev.ziggurat;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** As in production where the operator configured no secret, and another instance migrates. */
public class Unconfigured implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "ziggurat.access.viewer-token", "",
        "ziggurat.access.admin-token", "",
        "ziggurat.access.cron-secret", "",
        "quarkus.flyway.migrate-at-start", "false");
  }
}
