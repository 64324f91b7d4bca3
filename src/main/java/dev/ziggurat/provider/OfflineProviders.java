package dev.ziggurat.provider;

import dev.ziggurat.llm.Provider;
import java.net.URI;

/**
 * Providers played inside this process, found by {@link java.util.ServiceLoader}. A package without
 * the simulator has no such service.
 */
public interface OfflineProviders {

  /**
   * The address to use in place of the provider's public base address.
   *
   * @param httpPort the port on which this process listens
   */
  URI baseAddress(Provider provider, int httpPort);
}
