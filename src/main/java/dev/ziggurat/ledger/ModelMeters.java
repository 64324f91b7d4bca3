package dev.ziggurat.ledger;

import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.TokenUsage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Counts attempts by the model that was asked for: {@code ziggurat_model_attempts_total}, {@code
 * ziggurat_model_tokens_total}, {@code ziggurat_model_cost_nano_dollars_total}, {@code
 * ziggurat_model_latency_seconds}; and times {@code ziggurat_first_token_seconds} by provider.
 */
@Singleton
class ModelMeters {

  private static final String KIND = "kind";
  private static final String TOKENS = "ziggurat.model.tokens";

  private final MeterRegistry meters;
  private final ModelLabels labels;

  ModelMeters(MeterRegistry meters, ModelLabels labels) {
    this.meters = meters;
    this.labels = labels;
  }

  /** Counts an attempt; an answer from the cache is none. */
  void count(Attempt attempt) {
    if (attempt.outcome() == OutcomeClass.CACHED) {
      return;
    }
    var model = labels.of(attempt.provider().id(), attempt.modelAsked());
    meters
        .counter("ziggurat.model.attempts", model.and("outcome", attempt.outcome().name()))
        .increment();
    meters
        .counter("ziggurat.model.cost.nano.dollars", model)
        .increment(attempt.spend().cost().value());
    attempt.usage().ifPresent(usage -> count(usage, model));
    meters
        .counter("ziggurat.model.unusable.parts", model)
        .increment(attempt.caller().parts().stream().filter(Caller.Part::unusable).count());
    if (attempt.outcome() == OutcomeClass.OK) {
      meters
          .timer("ziggurat.model.latency", model)
          .record(attempt.latencyMillis(), TimeUnit.MILLISECONDS);
    }
    attempt
        .firstTokenMillis()
        .ifPresent(
            millis ->
                meters.timer("ziggurat.first.token", model).record(millis, TimeUnit.MILLISECONDS));
  }

  /** Cached and cache-write tokens are parts of the input, reasoning of the output. */
  private void count(TokenUsage usage, Tags model) {
    meters.counter(TOKENS, model.and(KIND, "input")).increment(usage.input());
    meters.counter(TOKENS, model.and(KIND, "cached")).increment(usage.cached());
    meters.counter(TOKENS, model.and(KIND, "cache_write")).increment(usage.cacheWrite());
    meters.counter(TOKENS, model.and(KIND, "output")).increment(usage.output());
    meters.counter(TOKENS, model.and(KIND, "reasoning")).increment(usage.reasoning());
  }
}
