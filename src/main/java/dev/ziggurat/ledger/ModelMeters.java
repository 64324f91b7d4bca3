package dev.ziggurat.ledger;

import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.TokenUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts attempts by the model that was asked for: {@code ziggurat_model_attempts_total}, {@code
 * ziggurat_model_tokens_total}, {@code ziggurat_model_cost_nano_dollars_total}, {@code
 * ziggurat_model_latency_seconds}, {@code ziggurat_model_unusable_parts_total}; and times {@code
 * ziggurat_first_token_seconds}.
 */
@Singleton
class ModelMeters {

  private final MeterRegistry meters;
  private final ModelLabels labels;

  /** As bounded as the labels of models are. */
  private final Map<Tags, OfModel> models = new ConcurrentHashMap<>();

  ModelMeters(MeterRegistry meters, ModelLabels labels) {
    this.meters = meters;
    this.labels = labels;
  }

  /** Counts an attempt; an answer from the cache is none. */
  void count(Attempt attempt) {
    if (attempt.outcome() == OutcomeClass.CACHED) {
      return;
    }
    models
        .computeIfAbsent(labels.of(attempt.provider().id(), attempt.modelAsked()), OfModel::new)
        .count(attempt);
  }

  /** The meters of one model, looked up once: each look-up makes an id of all labels. */
  private final class OfModel {

    private final Tags model;
    private final Map<OutcomeClass, Counter> attempts = new ConcurrentHashMap<>();
    private final Counter cost;
    private final Counter unusableParts;
    private volatile Optional<Tokens> tokens = Optional.empty();
    private volatile Optional<Timer> latency = Optional.empty();
    private volatile Optional<Timer> firstToken = Optional.empty();

    OfModel(Tags model) {
      this.model = model;
      this.cost = meters.counter("ziggurat.model.cost.nano.dollars", model);
      this.unusableParts = meters.counter("ziggurat.model.unusable.parts", model);
    }

    void count(Attempt attempt) {
      attempts.computeIfAbsent(attempt.outcome(), this::ofOutcome).increment();
      cost.increment(attempt.spend().cost().value());
      attempt.usage().ifPresent(usage -> tokens().count(usage));
      if (attempt.outcome() == OutcomeClass.OK) {
        latency().record(attempt.latencyMillis(), TimeUnit.MILLISECONDS);
      }
      unusableParts.increment(
          attempt.caller().parts().stream().filter(Caller.Part::unusable).count());
      attempt
          .firstTokenMillis()
          .ifPresent(millis -> firstToken().record(millis, TimeUnit.MILLISECONDS));
    }

    private Counter ofOutcome(OutcomeClass outcome) {
      return meters.counter("ziggurat.model.attempts", model.and("outcome", outcome.name()));
    }

    /** Registered with the first usage: a model that never answers has no counters of tokens. */
    private Tokens tokens() {
      if (tokens.isEmpty()) {
        tokens = Optional.of(new Tokens(model));
      }
      return tokens.get();
    }

    private Timer latency() {
      if (latency.isEmpty()) {
        latency = Optional.of(meters.timer("ziggurat.model.latency", model));
      }
      return latency.get();
    }

    private Timer firstToken() {
      if (firstToken.isEmpty()) {
        firstToken = Optional.of(meters.timer("ziggurat.first.token", model));
      }
      return firstToken.get();
    }
  }

  /** Cached and cache-write tokens are parts of the input, reasoning of the output. */
  private final class Tokens {

    private final Counter input;
    private final Counter cached;
    private final Counter cacheWrite;
    private final Counter output;
    private final Counter reasoning;

    Tokens(Tags model) {
      this.input = counter(model, "input");
      this.cached = counter(model, "cached");
      this.cacheWrite = counter(model, "cache_write");
      this.output = counter(model, "output");
      this.reasoning = counter(model, "reasoning");
    }

    private Counter counter(Tags model, String kind) {
      return meters.counter("ziggurat.model.tokens", model.and("kind", kind));
    }

    void count(TokenUsage usage) {
      input.increment(usage.input());
      cached.increment(usage.cached());
      cacheWrite.increment(usage.cacheWrite());
      output.increment(usage.output());
      reasoning.increment(usage.reasoning());
    }
  }
}
