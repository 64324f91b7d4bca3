package dev.ziggurat.gateway;

import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import java.util.List;
import java.util.Optional;

/** Maps an exhausted chain to an OpenAI error. */
final class ChainRefusals {

  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY = 429;

  private ChainRefusals() {}

  static GatewayRefusal of(
      ChainExhausted exhausted,
      Call call,
      GatewayCaller gatewayCaller,
      RequestOptions requestOptions) {
    if (exhausted.getCause() instanceof ProviderFailure.InvalidRequest invalid) {
      return new GatewayRefusal(
          400, invalid(exhausted, call, invalid.details().message()), Optional.empty());
    }
    if (call.forbidden()) {
      return new GatewayRefusal(
          403,
          error(
              exhausted,
              "invalid_request_error",
              "model_not_found",
              "None of the chosen models is allowed for this key: %s"
                  .formatted(KeyLimitMessages.models(gatewayCaller))),
          Optional.empty());
    }
    var asked =
        exhausted.path().stream()
            .filter(PathStep.Asked.class::isInstance)
            .map(PathStep.Asked.class::cast)
            .toList();
    if (asked.isEmpty() && call.overBudget()) {
      return new GatewayRefusal(
          TOO_MANY,
          error(
              exhausted,
              "insufficient_quota",
              "insufficient_quota",
              "The budget is too small for this call%s. %s"
                  .formatted(
                      KeyLimitMessages.money(gatewayCaller, requestOptions),
                      exhausted.getMessage())),
          Optional.empty());
    }
    if (allAre(asked, OutcomeClass.CONTEXT)) {
      return new GatewayRefusal(
          400,
          error(
              exhausted,
              "invalid_request_error",
              "context_length_exceeded",
              "The prompt is too long for every model tried. " + exhausted.getMessage()),
          Optional.empty());
    }
    var retryHint = call.retryHint();
    if (allAre(asked, OutcomeClass.INVALID)
        || asked.isEmpty() && call.unsupported() && !retryHint.retryable()) {
      return new GatewayRefusal(
          400,
          invalid(
              exhausted,
              call,
              "No available provider accepts this request. " + exhausted.getMessage()),
          Optional.empty());
    }
    return allAre(asked, OutcomeClass.RATE) || asked.isEmpty() && retryHint.rateLimited()
        ? new GatewayRefusal(
            TOO_MANY,
            error(
                exhausted,
                "rate_limit_error",
                "rate_limit_exceeded",
                "Every available provider is rate limited. " + exhausted.getMessage()),
            retryHint.shortestWait())
        : new GatewayRefusal(
            UNAVAILABLE,
            error(
                exhausted,
                "server_error",
                "chain_exhausted",
                "No provider gave a usable answer. " + exhausted.getMessage()),
            Optional.empty());
  }

  private static boolean allAre(List<PathStep.Asked> asked, OutcomeClass outcome) {
    return !asked.isEmpty() && asked.stream().allMatch(step -> step.outcome() == outcome);
  }

  /** With the parameter and the code that a provider named. */
  private static OpenAiError invalid(ChainExhausted exhausted, Call call, String message) {
    var rejection = call.rejection();
    return new OpenAiError(
        new OpenAiError.Body(
            message,
            "invalid_request_error",
            rejection.flatMap(Details::parameter).orElse(null),
            rejection.flatMap(Details::code).orElse(null),
            exhausted.path()));
  }

  private static OpenAiError error(
      ChainExhausted exhausted, String type, String code, String message) {
    return new OpenAiError(new OpenAiError.Body(message, type, null, code, exhausted.path()));
  }
}
