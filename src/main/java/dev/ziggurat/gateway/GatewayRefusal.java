package dev.ziggurat.gateway;

import java.time.Duration;
import java.util.Optional;

/** A call that is not made, or came to nothing; answered with an error object of OpenAI. */
public final class GatewayRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient OpenAiError error;
  private final transient Optional<Duration> retryAfter;

  GatewayRefusal(int status, OpenAiError error, Optional<Duration> retryAfter) {
    super(error.error().message(), null, false, false);
    this.status = status;
    this.error = error;
    this.retryAfter = retryAfter;
  }

  /** The request is wrong. */
  static GatewayRefusal invalid(String param, String message) {
    return new GatewayRefusal(
        400, OpenAiError.of("invalid_request_error", null, param, message), Optional.empty());
  }

  /** There is no such model. */
  static GatewayRefusal noModel(String message) {
    return new GatewayRefusal(
        404,
        OpenAiError.of("invalid_request_error", "model_not_found", "model", message),
        Optional.empty());
  }

  /** Nobody says who is calling, or nobody we know. */
  static GatewayRefusal unknownCaller(String message) {
    return new GatewayRefusal(
        401,
        OpenAiError.of("invalid_request_error", "invalid_api_key", null, message),
        Optional.empty());
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
