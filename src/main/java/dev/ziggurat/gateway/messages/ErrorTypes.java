package dev.ziggurat.gateway.messages;

/**
 * Anthropic's types of errors.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/errors">Errors</a>
 */
final class ErrorTypes {

  /** Their status of an API that is overloaded: nobody can answer at the moment. */
  static final int OVERLOADED = 529;

  private static final int SERVER_ERROR = 500;

  private ErrorTypes() {}

  /** The type of an HTTP status. */
  static String of(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404, 405 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case OVERLOADED -> "overloaded_error";
      default -> status >= SERVER_ERROR ? "api_error" : "invalid_request_error";
    };
  }
}
