package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;

/** The timeouts of calls to a provider, from {@link ChainConfig}. */
@Singleton
class ProviderTimeouts {

  private final ChainConfig config;

  ProviderTimeouts(ChainConfig config) {
    this.config = config;
  }

  /** The timeout of a complete answer. */
  Duration wholeAnswer(Provider provider) {
    return config.providerLimit();
  }

  /** The timeout of the first content of a stream, while other providers can still be asked. */
  Duration firstContent(Provider provider) {
    return config.streams().firstContent();
  }

  /** The longest pause between two pieces of a stream. */
  Duration stall(Provider provider) {
    return config.streams().stall();
  }
}
