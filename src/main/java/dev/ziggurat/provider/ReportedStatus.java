package dev.ziggurat.provider;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The HTTP status that corresponds to an error event in a stream, whose own status was 200. */
final class StreamErrors {

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;
  private static final int OVERLOADED = 503;

  private StreamErrors() {}

  static int status(ObjectMapper json, String body) {
    var error = ErrorBody.read(json, body);
    return switch (error.code().isEmpty() ? error.type() : error.code()) {
      case "overloaded_error", "server_is_overloaded", "service_unavailable_error" -> OVERLOADED;
      case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota" -> TOO_MANY_REQUESTS;
      case "authentication_error", "invalid_api_key" -> UNAUTHORIZED;
      case "invalid_request_error", "context_length_exceeded" -> BAD_REQUEST;
      default -> SERVER_ERROR;
    };
  }
}
