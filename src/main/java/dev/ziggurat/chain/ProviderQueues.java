package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/** The line before each provider. */
@Singleton
public class ProviderQueues {

  private final Map<Provider, ProviderQueue> lines = new EnumMap<>(Provider.class);

  ProviderQueues(ChainConfig config, InstantSource time, MeterRegistry meters) {
    for (var provider : Provider.values()) {
      var limit = new ConcurrencyLimit(config.concurrency().initial(), config.concurrency().most());
      lines.put(provider, new ProviderQueue(limit, time));
      meters.gauge(
          "ziggurat.concurrency.limit",
          Tags.of("provider", provider.id()),
          limit,
          ConcurrencyLimit::limit);
    }
  }

  ProviderQueue of(Provider provider) {
    return lines.get(provider);
  }
}
