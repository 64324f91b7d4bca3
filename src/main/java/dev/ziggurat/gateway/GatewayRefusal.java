package dev.ziggurat.gateway;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.http.BodyTooLarge;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A rejected or failed call; answered with an OpenAI error object. */
public final class GatewayRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * The longest {@code Retry-After} that OpenAI's SDKs follow; after a longer one they do not wait.
   */
  private static final Duration LONGEST_FOLLOWED = Duration.ofSeconds(60);

  /** The status of what a guardrail refuses. */
  static final int GUARDRAIL_STATUS = 400;

  private final int status;
  private final transient OpenAiError error;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<UUID> callId;
  private final boolean retryUseless;

  GatewayRefusal(int status, OpenAiError error, Optional<Duration> retryAfter) {
    this(
        status,
        error,
        retryAfter,
        Optional.empty(),
        "insufficient_quota".equals(error.error().code())
            || retryAfter.filter(wait -> wait.compareTo(LONGEST_FOLLOWED) > 0).isPresent());
  }

  private GatewayRefusal(
      int status,
      OpenAiError error,
      Optional<Duration> retryAfter,
      Optional<UUID> callId,
      boolean retryUseless) {
    super(error.error().message(), null, false, false);
    this.status = status;
    this.error = error;
    this.retryAfter = retryAfter;
    this.callId = callId;
    this.retryUseless = retryUseless;
  }

  /** The request is invalid. */
  public static GatewayRefusal invalid(String param, String message) {
    return new GatewayRefusal(
        400, OpenAiError.of("invalid_request_error", null, param, message), Optional.empty());
  }

  /** A part of the request that no provider can be asked for. */
  public static GatewayRefusal unsupported(String param, String message) {
    return new GatewayRefusal(
        400,
        OpenAiError.of("invalid_request_error", "unsupported_parameter", param, message),
        Optional.empty());
  }

  /** A part of the request is longer than what the model takes. */
  static GatewayRefusal tooLong(String param, String message) {
    return new GatewayRefusal(
        400,
        OpenAiError.of("invalid_request_error", "context_length_exceeded", param, message),
        Optional.empty());
  }

  /** What the request refers to is not there. */
  public static GatewayRefusal notFound(String param, String message) {
    return new GatewayRefusal(
        404, OpenAiError.of("invalid_request_error", null, param, message), Optional.empty());
  }

  /** The earlier response that a request continues is not there; as OpenAI has it, 400. */
  public static GatewayRefusal noResponse(String message) {
    return new GatewayRefusal(
        400,
        OpenAiError.of(
            "invalid_request_error",
            "previous_response_not_found",
            "previous_response_id",
            message),
        Optional.empty());
  }

  /** The body is too large. */
  static GatewayRefusal tooLarge(long mostBytes) {
    return new GatewayRefusal(
        413,
        OpenAiError.of(
            "invalid_request_error", null, null, new BodyTooLarge(mostBytes).getMessage()),
        Optional.empty());
  }

  /** The model exists but is not allowed for this caller. */
  static GatewayRefusal modelForbidden(String message) {
    return new GatewayRefusal(
        403,
        OpenAiError.of("invalid_request_error", "model_not_found", "model", message),
        Optional.empty());
  }

  /** A guardrail refused the request or its answer. */
  static GatewayRefusal guardrail(GuardrailRefused refused) {
    return new GatewayRefusal(GUARDRAIL_STATUS, OpenAiError.guardrail(refused), Optional.empty());
  }

  /** Unknown model. */
  static GatewayRefusal noModel(String message) {
    return new GatewayRefusal(
        404,
        OpenAiError.of("invalid_request_error", "model_not_found", "model", message),
        Optional.empty());
  }

  /** Missing or unknown credentials; begins with OpenAI's words, which some clients look for. */
  static GatewayRefusal unknownCaller(String code, String message) {
    return new GatewayRefusal(
        401,
        OpenAiError.of(
            "invalid_request_error", code, null, "Incorrect API key provided. " + message),
        Optional.empty());
  }

  /** The caller has no permission. */
  static GatewayRefusal forbidden(String message) {
    return new GatewayRefusal(
        403, OpenAiError.of("invalid_request_error", "forbidden", null, message), Optional.empty());
  }

  /** The key's rate limit is reached. */
  static GatewayRefusal tooFast(String message, Duration retryAfter) {
    return new GatewayRefusal(
        429,
        OpenAiError.of("rate_limit_error", "rate_limit_exceeded", null, message),
        Optional.of(retryAfter));
  }

  /** The database does not answer, so the caller cannot be checked and is rejected. */
  public static GatewayRefusal away(String what, DatabaseException cause) {
    Log.errorf("%s: %s", what, cause.getMessage());
    return new GatewayRefusal(
        503,
        OpenAiError.of(
            "server_error", "database_away", null, what + " at the moment; please retry shortly."),
        Optional.of(Duration.ofSeconds(5)));
  }

  /** A copy with the id of a call recorded in the ledger. */
  GatewayRefusal of(UUID call) {
    return new GatewayRefusal(status, error, retryAfter, Optional.of(call), retryUseless);
  }

  /** A copy that tells SDKs not to retry. */
  GatewayRefusal withoutRetry() {
    return new GatewayRefusal(status, error, retryAfter, callId, true);
  }

  /** Whether a retry cannot succeed within the time that an SDK waits. */
  boolean retryUseless() {
    return retryUseless;
  }

  /** The failed call; empty when none was made. */
  Optional<UUID> callId() {
    return callId;
  }

  int status() {
    return status;
  }

  /** What the caller is told. */
  public OpenAiError error() {
    return error;
  }

  /** How long to wait before a retry. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
