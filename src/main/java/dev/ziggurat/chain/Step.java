package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.Provider;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * What every step of the chain does with its provider: pass it by with a reason, or {@link
 * AskInLine ask it in its line}.
 */
@Singleton
class Step {

  private static final String PREFERRED = "preferred";

  private final ChatProviders providers;
  private final ModelChoice models;
  private final QueuedAttempt queuedAttempt;
  private final Breakers breakers;

  Step(
      ChatProviders providers, ModelChoice models, QueuedAttempt queuedAttempt, Breakers breakers) {
    this.providers = providers;
    this.models = models;
    this.queuedAttempt = queuedAttempt;
    this.breakers = breakers;
  }

  /** Asks the provider that the caller prefers, for the model that the caller prefers. */
  StepResult askPreferred(Call call) {
    var offer = call.preferred().orElseThrow();
    var provider = offer.provider();
    if (breakers.state(inTurn(provider, call)) == CircuitBreakerState.OPEN) {
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
    for (var provider : call.settings().providers().inOrder()) {
      noteOpenBreaker(provider, call);
    }
  }

  private StepResult ask(Provider provider, Optional<Offer> choice, Call call, String step) {
    try {
      return askUnlessSkipped(provider, choice, call, step);
    } catch (ProviderSkipped skipped) {
      var breaker = step.equals(PREFERRED) ? Breakers.preferred(provider) : inTurn(provider, call);
      throw breakers.state(breaker) == CircuitBreakerState.HALF_OPEN
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
    var definition = call.settings().providers().find(provider);
    if (definition.isEmpty()) {
      throw call.skip(provider, "it was removed");
    }
    var chat = providers.of(definition.get());
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

  private static String inTurn(Provider provider, Call call) {
    return Breakers.name(provider, call.settings().providers());
  }

  private void noteOpenBreakersBefore(Provider provider, Call call) {
    for (var earlier : call.settings().providers().before(provider)) {
      noteOpenBreaker(earlier, call);
    }
  }

  /** A step whose breaker is open is never entered, so its absence from the path tells. */
  private void noteOpenBreaker(Provider provider, Call call) {
    if (!call.onPath(provider)) {
      call.skipForNow(provider, "its circuit breaker is open");
    }
  }
}
