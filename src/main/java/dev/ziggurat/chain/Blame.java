package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import java.time.Duration;

/**
 * What a failure says something about. Only a failure that every call would meet starts a cooldown
 * of the provider, or counts in its circuit breaker.
 */
enum Blame {
  /** The provider: every call to it may fail. */
  PROVIDER,
  /** The model: calls to other models of the provider may succeed. */
  MODEL,
  /** This call: its project, file, deadline or body. */
  CALL;

  private static final int NO_RESPONSE = 0;
  private static final int FORBIDDEN = 403;
  private static final String ARTIFACT = "wandb-artifact:";

  /**
   * Decides for one failed attempt.
   *
   * @param given how long the provider had
   * @param full how long it has when the deadline is far away
   */
  static Blame of(ProviderFailure failure, Offer offer, Call call, Duration given, Duration full) {
    return switch (failure) {
      case ProviderFailure.ModelUnavailable _ -> usesCallersProject(offer, call) ? CALL : MODEL;
      case ProviderFailure.OfTheCall _ -> CALL;
      case ProviderFailure.AuthRejected _ -> ofRejection(failure, offer, call);
      case ProviderFailure.BillingBlocked _ -> ofRejection(failure, offer, call);
      case ProviderFailure.RateLimited _ -> ofRateLimit(failure, offer, call);
      case ProviderFailure.Overloaded _ ->
          embeds(call) || namesModel(failure, offer) ? MODEL : PROVIDER;
      case ProviderFailure.TimedOut _ -> ofTimeout(failure, offer, call, given, full);
      case ProviderFailure.GeoBlocked _ -> PROVIDER;
      case ProviderFailure.WrongAddress _ ->
          embeds(call) && !usesCallersProject(offer, call)
              ? MODEL
              : ofRejection(failure, offer, call);
      case ProviderFailure.ServerFailed _ -> PROVIDER;
      case ProviderFailure.ConnectionLost _ -> PROVIDER;
      case ProviderFailure.ConnectFailed _ -> PROVIDER;
    };
  }

  /**
   * The key and the address are the same for all calls; the project may be the caller's own.
   * W&amp;B answers 401 for a wrong project; a 404 that names nothing may be about it as well.
   */
  private static Blame ofRejection(ProviderFailure failure, Offer offer, Call call) {
    if (usesCallersProject(offer, call)) {
      return CALL;
    }
    var chosenByCall = call.requested(offer.provider()).isPresent();
    return chosenByCall
            && (failure.details().httpStatus() == FORBIDDEN
                || offer.model().id().startsWith(ARTIFACT))
        ? MODEL
        : PROVIDER;
  }

  /** W&amp;B limits each project by itself. */
  private static Blame ofRateLimit(ProviderFailure failure, Offer offer, Call call) {
    if (usesCallersProject(offer, call)) {
      return CALL;
    }
    return embeds(call) || namesModel(failure, offer) ? MODEL : PROVIDER;
  }

  /**
   * Providers serve and limit embeddings apart from chat. Only what concerns the key or the
   * connection hits both.
   */
  private static boolean embeds(Call call) {
    return call.request().operation() == Operation.EMBEDDINGS;
  }

  /** Only W&amp;B is sent the project of a call. */
  private static boolean usesCallersProject(Offer offer, Call call) {
    return offer.provider().equals(Provider.WANDB)
        && call.request() instanceof ForwardedRequest forwarded
        && forwarded.project().isPresent();
  }

  private static boolean namesModel(ProviderFailure failure, Offer offer) {
    return failure.details().message().contains(offer.model().id());
  }

  /**
   * A provider that had less than its usual time, because of the caller's deadline or because
   * providers asked before it took the time, is not shown to be slow. A setting that leaves it less
   * time counts as its usual time.
   */
  private static Blame ofTimeout(
      ProviderFailure failure, Offer offer, Call call, Duration given, Duration full) {
    var cutShort =
        given.compareTo(full) < 0
            && (call.hasCallersDeadline() || call.pathSoFar().hasAskedOther(offer.provider()));
    return failure.details().httpStatus() == NO_RESPONSE
            && (cutShort || Thread.currentThread().isInterrupted())
        ? CALL
        : PROVIDER;
  }
}
