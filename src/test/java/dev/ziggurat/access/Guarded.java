package dev.ziggurat.access;

import static java.util.Map.entry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * As in production: tokens of one's own, issuers of others, a proxy in front, one provider with a
 * key. Much is logged, so that tests see what is not.
 */
public class Guarded implements QuarkusTestProfile {

  public static final String ADMIN = "king-of-ur-8231";
  public static final String VIEWER = "guest-of-ur-5512";
  public static final String CRON = "bell-of-ur-9917";

  /** It opens nothing: nobody listens where groq should be. */
  public static final String GROQ_KEY = "a-key-of-ours";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.ofEntries(
        entry("quarkus.http.proxy.proxy-address-forwarding", "true"),
        entry("ziggurat.access.wrong-tokens", "10"),
        entry("ziggurat.access.admin-token", ADMIN),
        entry("ziggurat.access.viewer-token", VIEWER),
        entry("ziggurat.access.cron-secret", CRON),
        entry("ziggurat.provider.groq.api-key", GROQ_KEY),
        entry("ziggurat.provider.groq.api-base", "http://127.0.0.1:9/v1"),
        entry("ziggurat.settings.model.groq", "tiny/llama"),
        entry("quarkus.log.category.\"dev.ziggurat\".level", "DEBUG"),
        entry("quarkus.log.category.\"io.quarkus.security\".level", "DEBUG"));
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(new TestResourceEntry(IssuerServer.class));
  }
}
