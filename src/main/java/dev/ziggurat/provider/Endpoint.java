package dev.ziggurat.provider;

import dev.ziggurat.llm.Provider;
import java.net.URI;

/**
 * Where a provider is asked, and with which key.
 *
 * @param base the API base, without a trailing slash
 * @param simulated whether the simulator listens there
 */
public record Endpoint(Provider provider, URI base, String key, boolean simulated) {

  /** The text without this endpoint's key, should a server have echoed it. */
  String withoutKey(String text) {
    return text.replace(key, "***");
  }

  @Override
  public String toString() {
    return provider.id() + " at " + base + (simulated ? " (simulated)" : "");
  }
}
