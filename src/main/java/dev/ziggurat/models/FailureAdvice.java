package dev.ziggurat.models;

import dev.ziggurat.llm.ProviderFailure;

/** What an operator can do about a provider's failure. */
final class FailureAdvice {

  private FailureAdvice() {}

  static String on(ProviderFailure failure, String variable) {
    var provider = failure.provider().id();
    return switch (failure) {
      case ProviderFailure.AuthRejected _ ->
          "Set %s to a key that is valid and entitled to this model, and start again."
              .formatted(variable);
      case ProviderFailure.GeoBlocked _ ->
          "%s does not serve this country: run in a region that it serves, or switch it off."
              .formatted(provider);
      case ProviderFailure.BillingBlocked _ ->
          "Add credit or raise the spending limit of the account behind %s; until then switch %s off."
              .formatted(variable, provider);
      case ProviderFailure.RateLimited limited ->
          limited
              .details()
              .waitHint()
              .map(
                  wait ->
                      "Try again in %d s, or ask %s for a higher limit."
                          .formatted(Math.max(1, wait.toSeconds()), provider))
              .orElse("Try again in a moment, or ask %s for a higher limit.".formatted(provider));
      case ProviderFailure.Overloaded _ ->
          "%s is overloaded: try again in a moment; meanwhile the chain asks the next provider."
              .formatted(provider);
      case ProviderFailure.ServerFailed _ ->
          "%s failed by itself: try again, and look at its status page if it lasts."
              .formatted(provider);
      case ProviderFailure.TimedOut _ ->
          "Try again or choose a quicker model; the longest wait is ziggurat.admin.models.test.limit.";
      case ProviderFailure.ConnectFailed _ ->
          "No connection came about: check the network and the API base of %s.".formatted(provider);
      case ProviderFailure.ConnectionLost _ ->
          "The connection broke or the answer was garbled: try again, and check proxies on the way.";
      case ProviderFailure.ModelUnavailable _ ->
          "Choose another model: this one is unknown to %s, shut down, or not open to your key."
              .formatted(provider);
      case ProviderFailure.ContextExceeded _ ->
          "Shorten the prompt, or choose a model with a larger context.";
      case ProviderFailure.InvalidRequest _, ProviderFailure.UnsupportedParameter _ ->
          "The model refuses what we send: choose another, and correct what it can in the catalogue.";
      case ProviderFailure.BadAnswer _ ->
          "The answer cannot be used: a model that thinks long needs more of ziggurat.admin.models.test.output-tokens.";
      case ProviderFailure.Refused _ ->
          "The model declined to answer: word the prompt differently, or choose another model.";
    };
  }
}
