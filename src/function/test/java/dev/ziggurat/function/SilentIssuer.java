package dev.ziggurat.function;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** An issuer of tokens that nobody may ask before a token of its comes; it could not answer. */
public class SilentIssuer implements QuarkusTestResourceLifecycleManager {

  /** The name of the tripwire. */
  public static final String TRIPWIRE = "issuer";

  private static final int NOBODY = 1;

  private Tripwire tripwire;

  @Override
  public Map<String, String> start() {
    tripwire = new Tripwire(TRIPWIRE, NOBODY);
    return Map.of(
        "ziggurat.access.oidc.default.issuer",
        "http://127.0.0.1:" + tripwire.port(),
        "ziggurat.access.oidc.default.audience",
        "ziggurat",
        "ziggurat.access.oidc.default.viewer",
        "watchers");
  }

  @Override
  public void stop() {
    tripwire.close();
  }
}
