package dev.ziggurat.provider;

import dev.ziggurat.llm.Provider;
import java.net.URI;

/**
 * The base URL and API key of a provider.
 *
 * @param base the base URL, without a trailing slash
 * @param simulated whether the base URL is that of the simulator
 */
public record Endpoint(Provider provider, URI base, String key, boolean simulated) {

  /** A shorter key would be found in ordinary words. */
  static final int MIN_KEY_LENGTH = 8;

  /** Masks this endpoint's key in a text, in case the server echoed it. */
  String withoutKey(String text) {
    return key.length() < MIN_KEY_LENGTH ? text : text.replace(key, "***");
  }

  @Override
  public String toString() {
    return provider.id() + " at " + base + (simulated ? " (simulated)" : "");
  }
}
