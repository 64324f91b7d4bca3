package dev.ziggurat.simulator;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.provider.OfflineProviders;
import java.net.URI;

/** The simulator of this process, over the loopback interface. */
public final class SimulatorAddresses implements OfflineProviders {

  @Override
  public URI baseAddress(Provider provider, int httpPort) {
    return URI.create("http://127.0.0.1:" + httpPort + Simulator.basePath(provider));
  }
}
