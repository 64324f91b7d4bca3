package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ProviderFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Which failures start a cooldown of a provider, or of one model of it, and for how long. */
@Singleton
class CooldownPolicy {

  private final Cooldowns cooldowns;
  private final ChainConfig.Cooling config;
  private final InstantSource time;

  CooldownPolicy(Cooldowns cooldowns, ChainConfig config, InstantSource time) {
    this.cooldowns = cooldowns;
    this.config = config.cooling();
    this.time = time;
  }

  void after(ProviderFailure failure, Offer offer, Call call) {
    switch (failure) {
      case ProviderFailure.AuthRejected auth -> startShared(auth, offer, call, config.auth());
      case ProviderFailure.GeoBlocked geo -> startShared(geo, offer, call, config.geo());
      case ProviderFailure.BillingBlocked billing ->
          startShared(billing, offer, call, config.billing());
      case ProviderFailure.ModelUnavailable model ->
          cooldowns.startShared(
              cooldown(model, offer, call, config.model(), Optional.of(offer.model().id())));
      case ProviderFailure.RateLimited rate ->
          rate.details()
              .waitHint()
              .ifPresent(
                  hint -> startShared(rate, offer, call, atMost(hint, config.longestHint())));
      case ProviderFailure.Overloaded overloaded -> afterOverload(overloaded, offer, call);
      case ProviderFailure.ServerFailed failed -> {}
      case ProviderFailure.TimedOut timedOut -> {}
      case ProviderFailure.ConnectionLost lost -> {}
      case ProviderFailure.ConnectFailed failed -> {}
      case ProviderFailure.OfTheCall ofTheCall -> {}
    }
  }

  /**
   * An overloaded provider is retried once by the same call; only the second failure starts a
   * cooldown.
   */
  private void afterOverload(ProviderFailure.Overloaded failure, Offer offer, Call call) {
    if (call.attemptsAt(offer.provider()) < 2) {
      return;
    }
    var length =
        failure
            .details()
            .waitHint()
            .map(hint -> atMost(hint, config.longestHint()))
            .orElse(config.capacity());
    cooldowns.startLocal(cooldown(failure, offer, call, length, Optional.empty()));
  }

  private void startShared(ProviderFailure failure, Offer offer, Call call, Duration length) {
    cooldowns.startShared(cooldown(failure, offer, call, length, Optional.empty()));
  }

  private Cooldown cooldown(
      ProviderFailure failure, Offer offer, Call call, Duration length, Optional<String> model) {
    return new Cooldown(
        offer.provider(),
        model,
        time.instant().plus(length),
        failure.outcome(),
        failure.details().message(),
        call.settings().version());
  }

  private static Duration atMost(Duration hint, Duration max) {
    return hint.compareTo(max) > 0 ? max : hint;
  }
}
