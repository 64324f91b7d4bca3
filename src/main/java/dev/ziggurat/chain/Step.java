package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.CallCancellation;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import io.quarkus.logging.Log;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * One step of the chain: skips its provider with a reason, or asks it through its {@link
 * QueuedAttempt queue}.
 */
@Singleton
class Step {

  private static final String PREFERRED = "preferred";

  /** No text in words has twice as many characters per token as an estimate assumes. */
  private static final int ESTIMATE_FACTOR = 2;

  private final ChatProviders providers;
  private final ModelChoice models;
  private final QueuedAttempt queuedAttempt;
  private final Breakers breakers;
  private final ProviderReports reports;

  Step(
      ChatProviders providers,
      ModelChoice models,
      QueuedAttempt queuedAttempt,
      Breakers breakers,
      ProviderReports reports) {
    this.providers = providers;
    this.models = models;
    this.queuedAttempt = queuedAttempt;
    this.breakers = breakers;
    this.reports = reports;
  }

  /** Asks the preferred provider for the requested model. */
  StepResult askPreferred(Call call) {
    var offer = call.preferred().orElseThrow();
    var provider = offer.provider();
    if (isOpen(provider, call)) {
      report(provider, call);
      throw call.skipForNow(provider, "its circuit breaker is open");
    }
    return ask(provider, Optional.of(offer), call, PREFERRED);
  }

  /** Asks a provider for the requested model if it serves it, else for the configured one. */
  StepResult ask(Provider provider, Call call) {
    recordOpenBreakersBefore(provider, call);
    var offer = call.requested(provider).or(() -> models.of(provider, call.settings()));
    return ask(provider, offer, call, provider.id());
  }

  /** Records the providers not on the path as skipped by an open breaker, when no step is left. */
  void recordOpenBreakers(Call call) {
    call.order().forEach(provider -> recordOpenBreaker(provider, call));
  }

  private StepResult ask(Provider provider, Optional<Offer> choice, Call call, String step) {
    try {
      return askUnlessUnforeseen(provider, choice, call, step);
    } catch (ProviderSkipped | CallFailure | ProviderFailure.Cancelled undecided) {
      var breaker =
          step.equals(PREFERRED) ? Breakers.preferred(provider) : Breakers.name(provider, call);
      throw breakers.state(breaker) == CircuitBreakerState.HALF_OPEN
          ? new ProbeSkipped(undecided)
          : undecided;
    } catch (ProviderFailure.InvalidRequest invalid) {
      throw call.refusals().showInvalid(invalid) ? new RequestRefused(invalid) : invalid;
    }
  }

  /**
   * An exception of our own while a request is prepared says nothing about the provider: if it
   * counted in its circuit breaker, one caller's body could take every provider from everybody.
   */
  private StepResult askUnlessUnforeseen(
      Provider provider, Optional<Offer> choice, Call call, String step) {
    try {
      return askUnlessSkipped(provider, choice, call, step);
    } catch (ProviderFailure | NotCounted | NotRetryable known) {
      throw known;
    } catch (RuntimeException unforeseen) {
      Log.errorf(unforeseen, "A request could not be prepared for %s", provider.id());
      throw call.skip(
          provider, "the request could not be prepared: " + unforeseen.getClass().getSimpleName());
    }
  }

  private StepResult askUnlessSkipped(
      Provider provider, Optional<Offer> choice, Call call, String step) {
    if (!call.enterStep(step) && call.pathSoFar().has(provider)) {
      // The path already holds its result.
      throw new ProviderSkipped(provider, "already tried");
    }
    if (CallCancellation.isRequested()) {
      throw call.skip(provider, "the caller has left");
    }
    var definition = call.settings().providers().find(provider);
    if (definition.isEmpty()) {
      throw call.skip(provider, "it was removed");
    }
    var chat = providers.of(definition.get());
    if (!call.mayAsk(provider)) {
      throw call.skip(provider, "the caller disabled fallback");
    }
    choice.ifPresent(call::checkAllowed);
    if (!call.settings().enabled(provider)) {
      throw call.skip(provider, "disabled by an admin");
    }
    var unusable = chat.unusableReason();
    if (unusable.isPresent()) {
      throw call.skip(provider, unusable.get());
    }
    var offer =
        choice.orElseThrow(
            () -> call.skip(provider, "none of its configured models is in the catalogue"));
    if (!call.request().operation().isServedBy(offer.model())) {
      throw call.skipUnsupported(
          provider,
          "its model %s does not serve %s"
              .formatted(offer.model().id(), call.request().operation().id()));
    }
    var context = offer.model().contextTokens();
    if (call.contextExceeded() > 0 && context > 0 && context <= call.contextExceeded()) {
      throw call.skip(provider, "its context window is no larger than the one already exceeded");
    }
    if (isFarTooLong(call.request(), context)) {
      throw call.skipTooLong(provider, call.request().estimatedInputTokens(), context);
    }
    if (call.request().hasImages() && !offer.model().can(Capability.VISION)) {
      throw call.skipUnsupported(provider, "its model takes no images");
    }
    var unsupported = chat.unsupportedReason(call.request(), offer.model());
    if (unsupported.isPresent()) {
      throw call.skipUnsupported(provider, unsupported.get());
    }
    return queuedAttempt.ask(chat, offer, call);
  }

  /**
   * Whether the estimate is so far above the window that asking is in vain. What is a little too
   * long is left to the provider, which counts exactly; so are files and audio, whose size says
   * nothing.
   */
  private static boolean isFarTooLong(ChatRequest request, int context) {
    if (request instanceof ForwardedRequest forwarded && forwarded.embedding().isPresent()) {
      return forwarded.embedding().get().firstAbove(context).isPresent();
    }
    if (context == 0 || request.estimatedInputTokens() <= ESTIMATE_FACTOR * (long) context) {
      return false;
    }
    var bound = request.bound();
    return bound.windowPart().isEmpty() && bound.unpriced().isEmpty();
  }

  private void recordOpenBreakersBefore(Provider provider, Call call) {
    call.order().stream()
        .takeWhile(earlier -> !earlier.equals(provider))
        .forEach(earlier -> recordOpenBreaker(earlier, call));
  }

  /** A step with an open breaker is never entered, so its provider is missing on the path. */
  private void recordOpenBreaker(Provider provider, Call call) {
    if (!call.pathSoFar().has(provider)) {
      call.skipForNow(provider, "its circuit breaker is open");
      if (isOpen(provider, call)) {
        report(provider, call);
      }
    }
  }

  private boolean isOpen(Provider provider, Call call) {
    return breakers.state(Breakers.name(provider, call)) == CircuitBreakerState.OPEN;
  }

  private void report(Provider provider, Call call) {
    if (call.request().operation() == Operation.CHAT) {
      reports.breakerOpen(provider);
    }
  }
}
