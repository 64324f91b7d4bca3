package dev.ziggurat.chain;

import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The queues of each provider. Embeddings have one of their own, because providers limit them apart
 * from chat: a rate limit of one does not slow down the other.
 */
@Singleton
public class ProviderQueues {

  /** Bounded by the number of providers ever known to this process. */
  private final Map<Provider, ProviderQueue> queues = new ConcurrentHashMap<>();

  private final Map<Provider, ProviderQueue> ofEmbeddings = new ConcurrentHashMap<>();

  private final ChainConfig config;
  private final InstantSource time;
  private final MeterRegistry meters;

  ProviderQueues(ChainConfig config, Settings settings, InstantSource time, MeterRegistry meters) {
    this.config = config;
    this.time = time;
    this.meters = meters;
    settings.knownProviders().inOrder().forEach(this::of);
  }

  /** The queue of chat. */
  ProviderQueue of(Provider provider) {
    return queues.computeIfAbsent(provider, added -> queue(added, "ziggurat.concurrency.limit"));
  }

  ProviderQueue of(Provider provider, Operation operation) {
    return switch (operation) {
      case CHAT -> of(provider);
      case EMBEDDINGS ->
          ofEmbeddings.computeIfAbsent(
              provider, added -> queue(added, "ziggurat.embeddings.concurrency.limit"));
    };
  }

  private ProviderQueue queue(Provider provider, String gauge) {
    var limit = new ConcurrencyLimit(config.concurrency().initial(), config.concurrency().most());
    meters.gauge(gauge, Tags.of("provider", provider.id()), limit, ConcurrencyLimit::limit);
    return new ProviderQueue(limit, time);
  }
}
