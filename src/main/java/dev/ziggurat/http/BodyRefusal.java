package dev.ziggurat.http;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The wire format of errors for bodies rejected before they are read. Each bean applies to the
 * paths it names; all other paths answer with a problem document (RFC 9457).
 */
public interface BodyRefusal {

  /** The path prefix that uses this format; of several that match the longest. */
  String pathPrefix();

  /** The media type of {@link #body}. */
  String contentType();

  /** The response headers that have the id of the refusal. */
  default List<String> idHeaders() {
    return List.of();
  }

  /**
   * Returns the response body.
   *
   * @param problem the problem document (RFC 9457) of other paths: status, title and detail
   * @param id of the refusal, as in {@link #idHeaders}
   */
  JsonObject body(JsonObject problem, String id);
}
