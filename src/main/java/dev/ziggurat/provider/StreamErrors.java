package dev.ziggurat.provider;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Tells which status an error would have had that a stream tells of after it had begun. */
final class StreamErrors {

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY = 429;
  private static final int BROKEN = 500;
  private static final int OVERLOADED = 503;

  private StreamErrors() {}

  static int status(ObjectMapper json, String body) {
    var error = ErrorBody.read(json, body);
    return switch (error.code().isEmpty() ? error.type() : error.code()) {
      case "overloaded_error", "server_is_overloaded", "service_unavailable_error" -> OVERLOADED;
      case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota" -> TOO_MANY;
      case "authentication_error", "invalid_api_key" -> UNAUTHORIZED;
      case "invalid_request_error", "context_length_exceeded" -> BAD_REQUEST;
      default -> BROKEN;
    };
  }
}
