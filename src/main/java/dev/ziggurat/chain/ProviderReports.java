package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;
import io.quarkus.logging.Log;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tells who observes it that a provider is down, and that it answers. */
@Singleton
class ProviderReports {

  /** A shorter cooldown is part of usual operation. */
  private static final Duration LEAST_DOWN = Duration.ofMinutes(1);

  private final Event<ProviderDown> downs;
  private final Event<ProviderAnswered> answers;
  private final InstantSource time;

  ProviderReports(Event<ProviderDown> downs, Event<ProviderAnswered> answers, InstantSource time) {
    this.downs = downs;
    this.answers = answers;
    this.time = time;
  }

  /** A cooldown was started for all instances. */
  void cooling(Cooldown cooldown) {
    var now = time.instant();
    if (cooldown.model().isEmpty() && !cooldown.until().isBefore(now.plus(LEAST_DOWN))) {
      down(
          new ProviderDown(
              cooldown.provider(),
              cooldown.outcome() + ": " + cooldown.reason(),
              now,
              Optional.of(cooldown.until())));
    }
  }

  /** A call has found the circuit breaker of chat open. */
  void breakerOpen(Provider provider) {
    down(
        new ProviderDown(
            provider,
            "its circuit breaker is open after repeated failures",
            time.instant(),
            Optional.empty()));
  }

  /** A chat request has a complete answer. */
  void answered(Provider provider, Instant askedAt) {
    try {
      answers.fire(new ProviderAnswered(provider, askedAt, time.instant()));
    } catch (RuntimeException failed) {
      Log.errorf(failed, "Nobody may have heard that %s answers", provider.id());
    }
  }

  private void down(ProviderDown event) {
    try {
      downs.fire(event);
    } catch (RuntimeException failed) {
      Log.errorf(failed, "Nobody may have heard that %s is down", event.provider().id());
    }
  }
}
