package dev.ziggurat.provider;

import dev.ziggurat.llm.Provider;
import java.net.URI;

/**
 * Simulates the providers without network access. Loaded by {@link java.util.ServiceLoader};
 * packages without an implementation cannot simulate.
 */
public interface OfflineProviders {

  /**
   * The base URL to use instead of the provider's own.
   *
   * @param httpPort the port this application listens on
   */
  URI baseAddress(Provider provider, int httpPort);
}
