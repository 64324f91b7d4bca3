package dev.ziggurat.provider;

import static dev.ziggurat.llm.ProviderFailure.*;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Maps an error response to a type of {@link ProviderFailure}: by status, then code, then type,
 * then phrases of the message. One table serves all providers, because their error codes do not
 * conflict.
 */
final class ErrorClassifier {

  private static final Set<String> BILLING =
      Set.of(
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "enforced_spend_limit_reached",
          "billing_hard_limit_reached",
          "billing_not_active",
          "billing_error");
  private static final Set<String> CONTEXT =
      Set.of("context_length_exceeded", "request_too_large", "exceed_context_size_error");
  private static final Set<String> MODEL =
      Set.of(
          "model_decommissioned",
          "model_not_found",
          "model_not_available",
          "model_permission_blocked_org",
          "model_permission_blocked_project",
          "model_terms_required",
          "deploymentnotfound");
  private static final Set<String> BAD_ANSWER = Set.of("json_validate_failed", "tool_use_failed");
  private static final Set<String> UNSUPPORTED =
      Set.of("unsupported_parameter", "unsupported_value");

  /** Request parameters that one provider may reject and another accept. */
  private static final Set<String> OPTIONAL_PARAMETERS =
      Set.of(
          "audio",
          "cache_salt",
          "chat_template_kwargs",
          "frequency_penalty",
          "include_reasoning",
          "logit_bias",
          "logprobs",
          "max_completion_tokens",
          "max_tokens",
          "metadata",
          "min_p",
          "modalities",
          "n",
          "output_config",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "reasoning_effort",
          "reasoning_format",
          "repetition_penalty",
          "response_format",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "stop_sequences",
          "store",
          "stream_options",
          "temperature",
          "thinking",
          "tool_choice",
          "tools",
          "top_k",
          "top_logprobs",
          "top_p",
          "verbosity",
          "web_search_options");

  /** A parameter name at the start of the message or in quotes; elsewhere it may be any word. */
  private static final Pattern NAMED = Pattern.compile("(?:^|['\"`])([a-z_]+)(?=[.:\\['\"`])");

  /** Documented by W&B for an unknown model, although it names none. */
  private static final String WANDB_UNKNOWN_MODEL = "requested resource was not found";

  /** Something that a request names and that exists for one account or provider only. */
  private static final Pattern OBJECT =
      Pattern.compile(
          "\\bno such \\w+ object|\\bfile[-_ ]?(?:id|object)?s? ?['\"`:]?file[-_]"
              + "|\\bfile_ids?\\b|\\bno such (?:file|image|container|conversation|response|prompt)"
              + "|\\b(?:container|conversation|response|prompt|vector store|file) with id\\b"
              + "|\\bprevious_response_id\\b");

  private ErrorClassifier() {}

  /** The constructor of the failure's type for this response. */
  static BiFunction<Provider, Details, ProviderFailure> classify(int status, ErrorBody error) {
    var message = error.message().toLowerCase(Locale.ROOT);
    return switch (status) {
      case 400, 422 -> badRequest(error, message);
      case 401 -> AuthRejected::new;
      case 402 -> BillingBlocked::new;
      case 403 -> forbidden(error, message);
      case 404 -> notFound(error, message);
      case 405 -> WrongAddress::new;
      case 408, 499 -> TimedOut::new;
      case 413 -> ContextExceeded::new;
      case 429 -> tooMany(error, message);
      case 500 -> serverError(message);
      case 503 -> hasCode(error, Set.of("slow_down")) ? RateLimited::new : Overloaded::new;
      case 498, 529 -> Overloaded::new;
      case 409, 424 -> ServerFailed::new;
      default -> status >= 400 && status < 500 ? InvalidRequest::new : ServerFailed::new;
    };
  }

  private static BiFunction<Provider, Details, ProviderFailure> badRequest(
      ErrorBody error, String message) {
    if (hasCode(error, CONTEXT)) {
      return ContextExceeded::new;
    }
    if (hasCode(error, MODEL)) {
      return ModelUnavailable::new;
    }
    if (hasCode(error, BAD_ANSWER)) {
      return BadAnswer::new;
    }
    if (hasCode(error, UNSUPPORTED)) {
      return UnsupportedParameter::new;
    }
    if (isBilling(error, message)) {
      return BillingBlocked::new;
    }
    if (containsAny(
        message,
        "prompt is too long",
        "context length",
        "context size",
        "context window",
        "reduce the length of the messages")) {
      return ContextExceeded::new;
    }
    if (containsAny(message, "decommissioned")) {
      return ModelUnavailable::new;
    }
    if (namesObject(message)) {
      return InvalidRequest::new;
    }
    return OPTIONAL_PARAMETERS.contains(error.parameter().replaceAll("[.\\[].*", ""))
            || namesOptionalParameter(message)
            || containsAny(
                message,
                "unsupported parameter",
                "not supported",
                "does not support",
                "unsupported value",
                "is unsupported",
                "unimplemented",
                "grammar error",
                "too complex for compilation",
                "--enable-auto-tool-choice")
        ? UnsupportedParameter::new
        : InvalidRequest::new;
  }

  /** Claude names the parameter only in the message. */
  private static boolean namesOptionalParameter(String message) {
    return NAMED
            .matcher(message)
            .results()
            .anyMatch(name -> OPTIONAL_PARAMETERS.contains(name.group(1)))
        || OPTIONAL_PARAMETERS.stream()
            .anyMatch(name -> name.indexOf('_') > 0 && message.contains(name))
        || message.contains("temperature");
  }

  /**
   * A 404 is about the model, about something else that the request names, such as a file, or, when
   * it names nothing, about the address.
   */
  private static BiFunction<Provider, Details, ProviderFailure> notFound(
      ErrorBody error, String message) {
    if (hasCode(error, Set.of("unknown_url"))
        || containsAny(message, "invalid url", "unknown request url", "cannot post")
        || message.equals("file not found")) {
      return WrongAddress::new;
    }
    if (hasCode(error, MODEL)
        || containsAny(message, "model", "no endpoints found", WANDB_UNKNOWN_MODEL)) {
      return ModelUnavailable::new;
    }
    return namesObject(message) || !error.parameter().isEmpty()
        ? InvalidRequest::new
        : WrongAddress::new;
  }

  private static boolean namesObject(String message) {
    return OBJECT.matcher(message).find();
  }

  /** llama.cpp answers some of the caller's mistakes with 500. */
  private static BiFunction<Provider, Details, ProviderFailure> serverError(String message) {
    if (containsAny(message, "failed to parse input at pos")) {
      return BadAnswer::new;
    }
    return containsAny(
            message,
            "[json.exception.",
            "tool call arguments as json",
            "ill-formed utf-8",
            "invalid utf-8",
            "jinja exception",
            "roles must alternate",
            "unable to generate parser for this template")
        ? InvalidRequest::new
        : ServerFailed::new;
  }

  private static BiFunction<Provider, Details, ProviderFailure> forbidden(
      ErrorBody error, String message) {
    if (hasCode(error, MODEL) || containsAny(message, "access to model", "access to the model")) {
      return ModelUnavailable::new;
    }
    if (namesObject(message)) {
      return InvalidRequest::new;
    }
    if (isBilling(error, message) || containsAny(message, "billing")) {
      return BillingBlocked::new;
    }
    return containsAny(message, "country", "territory", "unsupported_country")
        ? GeoBlocked::new
        : AuthRejected::new;
  }

  private static BiFunction<Provider, Details, ProviderFailure> tooMany(
      ErrorBody error, String message) {
    if (isBilling(error, message)) {
      return BillingBlocked::new;
    }
    if (message.startsWith("request too large")) {
      // No wait makes it fit.
      return ContextExceeded::new;
    }
    return containsAny(message, "personal account") ? AuthRejected::new : RateLimited::new;
  }

  private static boolean isBilling(ErrorBody error, String message) {
    return hasCode(error, BILLING)
        || containsAny(
            message,
            "exceeded your current quota",
            "credit balance is too low",
            "specified api usage limits");
  }

  private static boolean hasCode(ErrorBody error, Set<String> names) {
    return names.contains(error.code()) || names.contains(error.type());
  }

  private static boolean containsAny(String message, String... phrases) {
    return Stream.of(phrases).anyMatch(message::contains);
  }
}
