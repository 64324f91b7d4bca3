package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ProviderFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Which failures leave a provider, or a model of it, alone for how long. */
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
      case ProviderFailure.AuthRejected auth -> everywhere(auth, offer, call, config.auth());
      case ProviderFailure.GeoBlocked geo -> everywhere(geo, offer, call, config.geo());
      case ProviderFailure.BillingBlocked billing ->
          everywhere(billing, offer, call, config.billing());
      case ProviderFailure.ModelUnavailable model ->
          cooldowns.startEverywhere(
              cooldown(model, offer, call, config.model(), Optional.of(offer.model().id())));
      case ProviderFailure.RateLimited rate ->
          rate.details()
              .waitHint()
              .ifPresent(hint -> everywhere(rate, offer, call, atMost(hint, config.longestHint())));
      case ProviderFailure.Overloaded overloaded -> afterRepetition(overloaded, offer, call);
      case ProviderFailure.ServerFailed failed -> {}
      case ProviderFailure.TimedOut timedOut -> {}
      case ProviderFailure.ConnectionLost lost -> {}
      case ProviderFailure.ConnectFailed failed -> {}
      case ProviderFailure.OfTheCall ofTheCall -> {}
    }
  }

  /** An overload may pass while one call is repeated; only then is the provider left alone. */
  private void afterRepetition(ProviderFailure.Overloaded failure, Offer offer, Call call) {
    if (call.attemptsAt(offer.provider()) < 2) {
      return;
    }
    var length =
        failure
            .details()
            .waitHint()
            .map(hint -> atMost(hint, config.longestHint()))
            .orElse(config.capacity());
    cooldowns.startHere(cooldown(failure, offer, call, length, Optional.empty()));
  }

  private void everywhere(ProviderFailure failure, Offer offer, Call call, Duration length) {
    cooldowns.startEverywhere(cooldown(failure, offer, call, length, Optional.empty()));
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

  private static Duration atMost(Duration hint, Duration longest) {
    return hint.compareTo(longest) > 0 ? longest : hint;
  }
}
