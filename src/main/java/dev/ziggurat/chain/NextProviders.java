package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;

/** Which other providers a call can still ask. */
@Singleton
class NextProviders {

  private final ChatProviders providers;
  private final ModelChoice models;
  private final Cooldowns cooldowns;

  NextProviders(ChatProviders providers, ModelChoice models, Cooldowns cooldowns) {
    this.providers = providers;
    this.models = models;
    this.cooldowns = cooldowns;
  }

  /** Whether the chain has another provider after this one, whether it is cooling down or not. */
  boolean follows(Provider provider, Call call) {
    return call.order().stream()
        .dropWhile(earlier -> !earlier.equals(provider))
        .skip(1)
        .anyMatch(other -> mayBeAsked(other, call));
  }

  /** Whether another provider can be asked now: it was not tried and is not cooling down. */
  boolean canAskAnother(Provider provider, Call call) {
    return call.order().stream()
        .anyMatch(
            other -> !other.equals(provider) && mayBeAsked(other, call) && !coolsDown(other, call));
  }

  private boolean mayBeAsked(Provider other, Call call) {
    return providers.of(call.settings().providers().get(other)).usable()
        && call.settings().enabled(other)
        && call.mayAsk(other)
        && !call.pathSoFar().has(other);
  }

  private boolean coolsDown(Provider other, Call call) {
    var settings = call.settings();
    var model =
        call.requested(other)
            .or(() -> models.of(other, settings))
            .map(Offer::model)
            .map(offered -> offered.id())
            .orElse("");
    return cooldowns
        .active(providers.of(settings.providers().get(other)), model, settings.version())
        .isPresent();
  }
}
