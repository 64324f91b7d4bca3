package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Provider;
import io.quarkus.arc.All;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every step of the chain does with its provider: pass it by with a reason, or {@link
 * AskInLine ask it in its line}.
 */
@Singleton
class Step {

  private static final String PREFERRED = "preferred";

  private final Map<Provider, ChatProvider> providers = new EnumMap<>(Provider.class);
  private final ModelChoice models;
  private final QueuedAttempt queuedAttempt;
  private final CircuitBreakerMaintenance breakers;

  Step(
      @All List<ChatProvider> providers,
      ModelChoice models,
      QueuedAttempt queuedAttempt,
      CircuitBreakerMaintenance breakers) {
    providers.forEach(provider -> this.providers.put(provider.provider(), provider));
    this.models = models;
    this.queuedAttempt = queuedAttempt;
    this.breakers = breakers;
  }

  /** Asks the provider that the caller prefers, for the model that the caller prefers. */
  StepResult askPreferred(Call call) {
    var offer = call.preferred().orElseThrow();
    var provider = offer.provider();
    if (breakers.currentState(provider.id()) == CircuitBreakerState.OPEN) {
      throw call.skipForNow(provider, "its circuit breaker is open");
    }
    return ask(provider, Optional.of(offer), call, PREFERRED);
  }

  /** Asks a provider for the model that the caller wants of it, else for the one chosen for it. */
  StepResult ask(Provider provider, Call call) {
    noteOpenBreakersBefore(provider, call);
    var offer = call.wanted(provider).or(() -> models.of(provider, call.settings()));
    return ask(provider, offer, call, provider.id());
  }

  /** Completes the path when no step is left. */
  void arriveAtEnd(Call call) {
    for (var provider : Provider.values()) {
      noteOpenBreaker(provider, call);
    }
  }

  private StepResult ask(Provider provider, Optional<Offer> choice, Call call, String step) {
    try {
      return askUnlessSkipped(provider, choice, call, step);
    } catch (ProviderSkipped skipped) {
      var breaker = step.equals(PREFERRED) ? PreferredBreakers.name(provider) : provider.id();
      throw breakers.currentState(breaker) == CircuitBreakerState.HALF_OPEN
          ? new ProbeSkipped(skipped)
          : skipped;
    }
  }

  private StepResult askUnlessSkipped(
      Provider provider, Optional<Offer> choice, Call call, String step) {
    if (!call.enterStep(step) && call.onPath(provider)) {
      // Its turn has come before: the path says how it went.
      throw new ProviderSkipped(provider, "already tried");
    }
    var chat = providers.get(provider);
    if (!call.mayAsk(provider)) {
      throw call.skip(provider, "the caller wants no fallback");
    }
    choice.ifPresent(call::checkAllowed);
    if (!call.settings().enabled(provider)) {
      throw call.skip(provider, "switched off by the admin");
    }
    if (!chat.usable()) {
      throw call.skip(provider, "no key is set");
    }
    var offer =
        choice.orElseThrow(() -> call.skip(provider, "no model is known that it could serve"));
    var context = offer.model().contextTokens();
    if (call.contextExceeded() > 0 && context > 0 && context <= call.contextExceeded()) {
      throw call.skip(provider, "its context is no larger than the one that was too small");
    }
    if (call.request().showsImages() && !offer.model().can(Capability.VISION)) {
      throw call.skip(provider, "its model sees no images");
    }
    var objection = chat.objection(call.request(), offer.model());
    if (objection.isPresent()) {
      throw call.skipWithObjection(provider, objection.get());
    }
    return queuedAttempt.ask(chat, offer, call);
  }

  private void noteOpenBreakersBefore(Provider provider, Call call) {
    for (var earlier : Provider.values()) {
      if (earlier.compareTo(provider) < 0) {
        noteOpenBreaker(earlier, call);
      }
    }
  }

  /** A step whose breaker is open is never entered, so its absence from the path tells. */
  private void noteOpenBreaker(Provider provider, Call call) {
    if (!call.onPath(provider)) {
      call.skipForNow(provider, "its circuit breaker is open");
    }
  }
}
