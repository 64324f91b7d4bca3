package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ProviderFailure;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Which failures start a cooldown of a provider, or of one model of it, and for how long. A failure
 * that depends on its call ({@link Blame#CALL}) starts none.
 */
@Singleton
class CooldownPolicy {

  private final Cooldowns cooldowns;
  private final ProviderReports reports;
  private final ChainConfig.Cooling config;
  private final InstantSource time;

  CooldownPolicy(
      Cooldowns cooldowns, ProviderReports reports, ChainConfig config, InstantSource time) {
    this.cooldowns = cooldowns;
    this.reports = reports;
    this.config = config.cooling();
    this.time = time;
  }

  /**
   * Starts the cooldown after a failed attempt, by what it is {@link Call#blame() blamed} on.
   *
   * @return its length; empty when none was started
   */
  Optional<Duration> after(ProviderFailure failure, ChatProvider chat, Offer offer, Call call) {
    if (call.blame() == Blame.CALL) {
      return Optional.empty();
    }
    var length = length(failure, call).filter(Duration::isPositive);
    length.ifPresent(
        lasting -> {
          var cooldown =
              new Cooldown(
                  offer.provider(),
                  chat.endpointId(),
                  call.blame() == Blame.MODEL ? Optional.of(offer.model().id()) : Optional.empty(),
                  time.instant().plus(lasting),
                  failure.outcome(),
                  failure.details().message(),
                  call.settings().version());
          if (failure instanceof ProviderFailure.Overloaded) {
            cooldowns.startLocal(cooldown);
          } else {
            cooldowns.startShared(cooldown);
            reports.cooling(cooldown);
          }
        });
    return length;
  }

  private Optional<Duration> length(ProviderFailure failure, Call call) {
    return switch (failure) {
      case ProviderFailure.AuthRejected _ -> Optional.of(config.auth());
      case ProviderFailure.WrongAddress _ -> Optional.of(config.auth());
      case ProviderFailure.GeoBlocked _ -> Optional.of(config.geo());
      case ProviderFailure.BillingBlocked _ -> Optional.of(config.billing());
      case ProviderFailure.ModelUnavailable _ -> Optional.of(config.model());
      case ProviderFailure.RateLimited rate -> rate.details().waitHint().map(this::followed);
      case ProviderFailure.Overloaded overloaded ->
          // It is retried once by the same call; only the second failure starts a cooldown.
          call.pathSoFar().attemptsAt(overloaded.provider()) < 2
              ? Optional.empty()
              : overloaded
                  .details()
                  .waitHint()
                  .map(this::followed)
                  .or(() -> Optional.of(config.capacity()));
      case ProviderFailure.ServerFailed _,
          ProviderFailure.TimedOut _,
          ProviderFailure.ConnectionLost _,
          ProviderFailure.ConnectFailed _,
          ProviderFailure.OfTheCall _ ->
          Optional.empty();
    };
  }

  private Duration followed(Duration hint) {
    return hint.compareTo(config.longestHint()) > 0 ? config.longestHint() : hint;
  }
}
