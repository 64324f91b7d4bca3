package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The line before each provider. */
@Singleton
public class ProviderQueues {

  /** As many as there ever were providers in this process. */
  private final Map<Provider, ProviderQueue> lines = new ConcurrentHashMap<>();

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
    return lines.computeIfAbsent(provider, this::line);
  }

  private ProviderQueue line(Provider provider) {
    var limit = new ConcurrencyLimit(config.concurrency().initial(), config.concurrency().most());
    meters.gauge(
        "ziggurat.concurrency.limit",
        Tags.of("provider", provider.id()),
        limit,
        ConcurrencyLimit::limit);
    return new ProviderQueue(limit, time);
  }
}
