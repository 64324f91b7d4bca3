package dev.ziggurat.gateway;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.http.BodyTooLarge;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A call that is not made, or came to nothing; answered with an error object of OpenAI. */
public final class GatewayRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient OpenAiError error;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<UUID> callId;

  GatewayRefusal(int status, OpenAiError error, Optional<Duration> retryAfter) {
    this(status, error, retryAfter, Optional.empty());
  }

  private GatewayRefusal(
      int status, OpenAiError error, Optional<Duration> retryAfter, Optional<UUID> callId) {
    super(error.error().message(), null, false, false);
    this.status = status;
    this.error = error;
    this.retryAfter = retryAfter;
    this.callId = callId;
  }

  /** The request is wrong. */
  static GatewayRefusal invalid(String param, String message) {
    return new GatewayRefusal(
        400, OpenAiError.of("invalid_request_error", null, param, message), Optional.empty());
  }

  /** The request is longer than any that is read. */
  static GatewayRefusal tooLarge(long mostBytes) {
    return new GatewayRefusal(
        413,
        OpenAiError.of(
            "invalid_request_error", null, null, new BodyTooLarge(mostBytes).getMessage()),
        Optional.empty());
  }

  /** There is a model, but not for this caller. */
  static GatewayRefusal modelForbidden(String message) {
    return new GatewayRefusal(
        403,
        OpenAiError.of("invalid_request_error", "model_not_found", "model", message),
        Optional.empty());
  }

  /** There is no such model. */
  static GatewayRefusal noModel(String message) {
    return new GatewayRefusal(
        404,
        OpenAiError.of("invalid_request_error", "model_not_found", "model", message),
        Optional.empty());
  }

  /** Nobody says who is calling, or nobody we know. */
  static GatewayRefusal unknownCaller(String code, String message) {
    return new GatewayRefusal(
        401, OpenAiError.of("invalid_request_error", code, null, message), Optional.empty());
  }

  /** Whoever is calling has no business here. */
  static GatewayRefusal forbidden(String message) {
    return new GatewayRefusal(
        403, OpenAiError.of("invalid_request_error", "forbidden", null, message), Optional.empty());
  }

  /** The key has made all the calls that it may for now. */
  static GatewayRefusal tooFast(String message, Duration retryAfter) {
    return new GatewayRefusal(
        429,
        OpenAiError.of("rate_limit_error", "rate_limit_exceeded", null, message),
        Optional.of(retryAfter));
  }

  /** Nobody can tell what the caller may do: then it may not. */
  static GatewayRefusal away(String what, DatabaseException cause) {
    Log.errorf("%s: %s", what, cause.getMessage());
    return new GatewayRefusal(
        503,
        OpenAiError.of(
            "server_error", "database_away", null, what + " now; please try again shortly."),
        Optional.of(Duration.ofSeconds(5)));
  }

  /** The same of a call that stands in the ledger. */
  GatewayRefusal of(UUID call) {
    return new GatewayRefusal(status, error, retryAfter, Optional.of(call));
  }

  /** The call that came to nothing; empty when none was made. */
  Optional<UUID> callId() {
    return callId;
  }

  int status() {
    return status;
  }

  OpenAiError error() {
    return error;
  }

  /** When it may be tried again. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
