package dev.ziggurat.models;

import dev.ziggurat.llm.ProviderFailure;

/** Advice for the operator about a provider's failure. */
final class FailureAdvice {

  private FailureAdvice() {}

  static String on(ProviderFailure failure, String variable) {
    var provider = failure.provider().id();
    return switch (failure) {
      case ProviderFailure.AuthRejected _ ->
          "Set %s to a valid key with access to this model, and restart.".formatted(variable);
      case ProviderFailure.GeoBlocked _ ->
          "%s does not serve this country: run in a supported region, or switch it off."
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
              .orElse("Try again shortly, or ask %s for a higher limit.".formatted(provider));
      case ProviderFailure.Overloaded _ ->
          "%s is overloaded: try again shortly; meanwhile the chain falls back to the next provider."
              .formatted(provider);
      case ProviderFailure.ServerFailed _ ->
          "Internal error of %s: try again, and check its status page if it persists."
              .formatted(provider);
      case ProviderFailure.WrongAddress _ ->
          "Correct the API base of %s: the address answers, but not with this API. Most bases end in /v1."
              .formatted(provider);
      case ProviderFailure.Cancelled _ -> "Try again: the call was cancelled.";
      case ProviderFailure.TimedOut _ ->
          "Try again or choose a faster model; the timeout is ziggurat.admin.models.test.limit.";
      case ProviderFailure.ConnectFailed _ ->
          "Cannot connect: check the network and the API base of %s.".formatted(provider);
      case ProviderFailure.ConnectionLost _ ->
          "The connection was lost or the response malformed: try again, and check proxies in between.";
      case ProviderFailure.ModelUnavailable _ ->
          "Choose another model: this one is unknown to %s, shut down, or not available to your key."
              .formatted(provider);
      case ProviderFailure.ContextExceeded _ ->
          "Shorten the prompt, or choose a model with a larger context.";
      case ProviderFailure.InvalidRequest _, ProviderFailure.UnsupportedParameter _ ->
          "The model rejects the request: choose another, or correct its capabilities (can) in the catalogue.";
      case ProviderFailure.BadAnswer _ ->
          "The answer is unusable: a reasoning model may need a higher ziggurat.admin.models.test.output-tokens.";
      case ProviderFailure.Refused _ ->
          "The model refused to answer: change the prompt, or choose another model.";
    };
  }
}
