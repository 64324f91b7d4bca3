package dev.ziggurat.provider;

import dev.ziggurat.llm.Provider;
import java.net.URI;

/**
 * Plays the providers without a network. Found by {@link java.util.ServiceLoader}; a package that
 * does not bring one cannot simulate.
 */
public interface OfflineProviders {

  /**
   * The address that stands in for the provider's own API base.
   *
   * @param httpPort the port this application listens on
   */
  URI baseAddress(Provider provider, int httpPort);
}
