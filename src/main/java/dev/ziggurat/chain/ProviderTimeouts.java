package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long a provider is waited for, by {@link ChainConfig}. */
@Singleton
class ProviderTimeouts {

  private final ChainConfig config;

  ProviderTimeouts(ChainConfig config) {
    this.config = config;
  }

  /** The longest wait for a whole answer. */
  Duration wholeAnswer(Provider provider) {
    return config.providerLimit();
  }

  /** The longest wait for the first content of a stream, while others are left to ask. */
  Duration firstContent(Provider provider) {
    return config.streams().firstContent();
  }

  /** The longest silence between two pieces of a stream. */
  Duration silence(Provider provider) {
    return config.streams().stall();
  }
}
