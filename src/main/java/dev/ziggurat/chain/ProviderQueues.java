package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The queue of each provider. */
@Singleton
public class ProviderQueues {

  /** Bounded by the number of providers ever known to this process. */
  private final Map<Provider, ProviderQueue> queues = new ConcurrentHashMap<>();

  private final ChainConfig config;
  private final InstantSource time;
  private final MeterRegistry meters;

  ProviderQueues(ChainConfig config, Settings settings, InstantSource time, MeterRegistry meters) {
    this.config = config;
    this.time = time;
    this.meters = meters;
    settings.knownProviders().inOrder().forEach(this::of);
  }

  ProviderQueue of(Provider provider) {
    return queues.computeIfAbsent(provider, this::queue);
  }

  private ProviderQueue queue(Provider provider) {
    var limit = new ConcurrencyLimit(config.concurrency().initial(), config.concurrency().most());
    meters.gauge(
        "ziggurat.concurrency.limit",
        Tags.of("provider", provider.id()),
        limit,
        ConcurrencyLimit::limit);
    return new ProviderQueue(limit, time);
  }
}
