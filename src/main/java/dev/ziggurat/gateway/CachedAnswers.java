package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.gateway.cache.AnswerCache;
import dev.ziggurat.gateway.cache.AnswerCacheKey;
import dev.ziggurat.gateway.cache.CacheLookup;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.semantic.EmbeddingPayer;
import dev.ziggurat.gateway.semantic.SemanticCache;
import dev.ziggurat.guardrails.GuardrailDefaults;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.settings.SettingsView;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * Answers calls from the caches, for keys with caching enabled: as an identical call was answered,
 * else as a similar one was.
 */
@Singleton
class CachedAnswers {

  private final AnswerCache answers;
  private final SemanticCache similar;
  private final ModelChoice models;
  private final GuardrailDefaults guardrails;
  private final LedgerQueue ledger;
  private final MeterRegistry meters;
  private final ObjectWriter json;

  CachedAnswers(
      AnswerCache answers,
      SemanticCache similar,
      ModelChoice models,
      GuardrailDefaults guardrails,
      LedgerQueue ledger,
      MeterRegistry meters,
      ObjectMapper json) {
    this.answers = answers;
    this.similar = similar;
    this.models = models;
    this.guardrails = guardrails;
    this.ledger = ledger;
    this.meters = meters;
    this.json = json.writer();
  }

  /** Returns a cached answer, or a miss; may block. */
  CacheLookup lookUp(GatewayCaller gatewayCaller, CacheQuestion question) {
    return gatewayCaller
        .key()
        .filter(
            key -> key.terms().keepsAnswers() || key.terms().semanticCacheThreshold().isPresent())
        .map(key -> counted(lookUp(key, question)))
        .orElseGet(CacheLookup::uncached);
  }

  private CacheLookup lookUp(Key key, CacheQuestion question) {
    if (question.options().fresh()) {
      return CacheLookup.bypassing();
    }
    return switch (identical(key, question)) {
      case CacheLookup.Hit hit -> hit;
      case CacheLookup.Miss miss ->
          key.terms()
              .semanticCacheThreshold()
              .map(threshold -> similar(key, threshold, question, miss))
              .orElse(miss);
    };
  }

  private CacheLookup identical(Key key, CacheQuestion question) {
    return key.terms().keepsAnswers() && AnswerCacheKey.isRepeatable(question.request())
        ? answers.lookUp(identity(key, question, question.request()), question.deadline())
        : CacheLookup.bypassing();
  }

  /** Identical calls wait for the miss: it is ended unless it is returned, with what was found. */
  private CacheLookup similar(
      Key key, double threshold, CacheQuestion question, CacheLookup.Miss miss) {
    CacheLookup found = null;
    try {
      found =
          similar
              .lookUp(
                  key.id(),
                  threshold,
                  question.request(),
                  rest -> identity(key, question, rest).and(configuration(question.settings())),
                  payer(question),
                  miss)
              .orElse(miss);
      return found;
    } finally {
      switch (found) {
        case null -> miss.inFlightAnswer().end();
        case CacheLookup.Hit hit -> miss.inFlightAnswer().end(hit);
        case CacheLookup.Miss _ -> {
          // Whoever answers it ends it.
        }
      }
    }
  }

  private EmbeddingPayer payer(CacheQuestion question) {
    return new EmbeddingPayer(
        question.caller(),
        question.settings(),
        question.spendLimit(),
        question.deadline(),
        question.options().limit().isPresent(),
        ledger::add);
  }

  private AnswerCacheKey identity(Key key, CacheQuestion question, ForwardedRequest request) {
    return AnswerCacheKey.of(
        key,
        request,
        question.wanted(),
        question.options().fallback(),
        question.settings().version(),
        json);
  }

  /** What answers that outlive the process depend on too: models and checks of its environment. */
  private String configuration(SettingsView settings) {
    var chosen =
        settings.providers().inOrder().stream()
            .map(
                provider ->
                    provider.id()
                        + '/'
                        + models.of(provider, settings).map(offer -> offer.model().id()).orElse(""))
            .toList();
    return chosen + guardrails.list().json();
  }

  private CacheLookup counted(CacheLookup lookup) {
    meters.counter("ziggurat.gateway.cache", "result", lookup.result()).increment();
    return lookup;
  }
}
