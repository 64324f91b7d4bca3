package dev.ziggurat.http;

import io.vertx.core.json.JsonObject;

/**
 * The wire format of errors for bodies rejected before they are read. Each bean applies to the
 * paths it names; all other paths answer with a problem document (RFC 9457).
 */
public interface BodyRefusal {

  /** The path prefix that uses this format; of several that match the longest. */
  String pathPrefix();

  /** The media type of {@link #body}. */
  String contentType();

  /**
   * Returns the response body.
   *
   * @param problem the problem document (RFC 9457) of other paths: status, title and detail
   */
  JsonObject body(JsonObject problem);
}
