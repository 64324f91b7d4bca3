package dev.ziggurat.http;

import io.vertx.core.json.JsonObject;

/**
 * The wire format in which some addresses refuse a body before it is read. Each bean of this type
 * is used at the addresses it names; all others answer with a problem document (RFC 9457).
 */
public interface BodyRefusal {

  /** How the path of an address begins that refuses in this format. */
  String pathPrefix();

  /** The media type of what {@link #body} makes. */
  String contentType();

  /**
   * What is answered.
   *
   * @param problem the problem document (RFC 9457) that other addresses answer with: status, title
   *     and detail
   */
  JsonObject body(JsonObject problem);
}
