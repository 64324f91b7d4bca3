package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/**
 * The form in which an API tells errors, where it is not OpenAI's. Bodies that are refused before
 * they are read have a {@link dev.ziggurat.http.BodyRefusal} too.
 */
public interface ErrorFormat {

  /** The path of the API, such as {@code /v1/messages}; what is below it belongs to it too. */
  String path();

  /** A request header by which its SDKs are known at addresses of no single API. */
  default Optional<String> header() {
    return Optional.empty();
  }

  /** The HTTP status of an error, where it is not OpenAI's. */
  default int status(OpenAiError error, int status) {
    return status;
  }

  /**
   * The body of an error.
   *
   * @param error the same in OpenAI's form
   * @param status as {@link #status} has it
   * @param requestId as in the header {@code X-Request-Id}
   */
  JsonNode body(OpenAiError error, int status, UUID requestId);
}
