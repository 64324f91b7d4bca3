package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.gateway.cache.AnswerCache;
import dev.ziggurat.gateway.cache.AnswerCacheKey;
import dev.ziggurat.gateway.cache.CacheLookup;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.settings.SettingsView;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Answers calls from the cache, for keys with caching enabled. */
@Singleton
class CachedAnswers {

  private final AnswerCache answers;
  private final MeterRegistry meters;
  private final ObjectWriter json;

  CachedAnswers(AnswerCache answers, MeterRegistry meters, ObjectMapper json) {
    this.answers = answers;
    this.meters = meters;
    this.json = json.writer();
  }

  /**
   * Returns a cached answer, or a miss.
   *
   * @param until how long to wait for an identical call in flight
   */
  CacheLookup lookUp(
      GatewayCaller gatewayCaller,
      ForwardedRequest request,
      List<Offer> wanted,
      RequestOptions requestOptions,
      SettingsView settings,
      Instant until) {
    return gatewayCaller
        .key()
        .filter(key -> key.terms().keepsAnswers())
        .map(key -> counted(lookUp(key, request, wanted, requestOptions, settings, until)))
        .orElseGet(CacheLookup::uncached);
  }

  private CacheLookup lookUp(
      Key key,
      ForwardedRequest request,
      List<Offer> wanted,
      RequestOptions requestOptions,
      SettingsView settings,
      Instant until) {
    return requestOptions.fresh() || !AnswerCacheKey.isRepeatable(request)
        ? CacheLookup.bypassing()
        : answers.lookUp(
            AnswerCacheKey.of(
                key, request, wanted, requestOptions.fallback(), settings.version(), json),
            until);
  }

  private CacheLookup counted(CacheLookup lookup) {
    meters.counter("ziggurat.gateway.cache", "result", lookup.result()).increment();
    return lookup;
  }
}
