package dev.ziggurat.gateway;

import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.ProviderFailure.Details;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Maps an exhausted chain to an OpenAI error. */
final class ChainRefusals {

  private static final int UNAVAILABLE = 503;
  private static final int TOO_MANY = 429;

  /** Failures that a retry of the same request does not change. */
  private static final Set<OutcomeClass> LASTING =
      EnumSet.of(
          OutcomeClass.INVALID,
          OutcomeClass.CONTEXT,
          OutcomeClass.AUTH,
          OutcomeClass.BILLING,
          OutcomeClass.GEO,
          OutcomeClass.MODEL);

  private ChainRefusals() {}

  static GatewayRefusal of(
      ChainExhausted exhausted,
      Call call,
      GatewayCaller gatewayCaller,
      RequestOptions requestOptions) {
    var asked =
        exhausted.path().stream()
            .filter(PathStep.Asked.class::isInstance)
            .map(PathStep.Asked.class::cast)
            .toList();
    if (exhausted.requestRefused()) {
      return refused(exhausted, call, asked);
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
    if (asked.isEmpty() && call.overBudget()) {
      return new GatewayRefusal(
          TOO_MANY,
          error(
              exhausted,
              "insufficient_quota",
              "insufficient_quota",
              call.overCallersBudget()
                  ? "The budget is too small for this call%s. %s"
                      .formatted(
                          KeyLimitMessages.money(gatewayCaller, requestOptions),
                          exhausted.getMessage())
                  : "The budgets of the providers are used up. " + exhausted.getMessage()),
          Optional.empty());
    }
    if (allAre(asked, OutcomeClass.CONTEXT)
        || asked.isEmpty() && call.tooLong() && !call.retryHint().retryable()) {
      return new GatewayRefusal(
          400,
          error(
              exhausted,
              "invalid_request_error",
              "context_length_exceeded",
              "The prompt is too long for every model that can be asked. "
                  + exhausted.getMessage()),
          Optional.empty());
    }
    var retryHint = call.retryHint();
    if (isRefusedByAll(asked) && !retryHint.temporary()) {
      return refused(exhausted, call, asked);
    }
    if (asked.isEmpty() && call.unsupported() && !retryHint.retryable()) {
      return refused(exhausted, call, asked);
    }
    var refusal =
        allAre(asked, OutcomeClass.RATE) || asked.isEmpty() && retryHint.rateLimited()
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
                retryHint.shortestWait());
    return retryHint.shortestWait().isPresent() ? refusal : refusal.withoutRetry();
  }

  /** Every provider that read the request refused it; the others cannot be asked for long. */
  private static boolean isRefusedByAll(List<PathStep.Asked> asked) {
    return asked.stream().anyMatch(step -> step.outcome() == OutcomeClass.INVALID)
        && asked.stream().allMatch(step -> LASTING.contains(step.outcome()));
  }

  /** A single refusal is told in the provider's words. */
  private static GatewayRefusal refused(
      ChainExhausted exhausted, Call call, List<PathStep.Asked> asked) {
    var message =
        asked.size() == 1
            ? asked.getFirst().reason()
            : "No available provider accepts this request. " + exhausted.getMessage();
    return new GatewayRefusal(400, invalid(exhausted, call, message), Optional.empty());
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
