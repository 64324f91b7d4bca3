package dev.ziggurat.provider;

import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jboss.resteasy.reactive.client.handlers.VertxClientInputStream;

/** An HTTP response with status 400 or above, not yet classified. */
public final class ErrorAnswer extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Headers headers;
  private final String body;
  private final boolean unread;

  ErrorAnswer(int status, Headers headers, String body) {
    this(status, headers, body, false);
  }

  private ErrorAnswer(int status, Headers headers, String body, boolean unread) {
    super("HTTP " + status, null, false, false);
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.unread = unread;
  }

  /**
   * The error with its body, which the REST client has already read completely, except for
   * streaming calls: then it is {@link #unread}, because this runs on the event loop and must not
   * block.
   */
  public static ErrorAnswer of(Response response) {
    var headers = Headers.of(response.getHeaders());
    if (!response.hasEntity()) {
      return new ErrorAnswer(response.getStatus(), headers, "");
    }
    var stream = response.readEntity(InputStream.class);
    if (stream instanceof VertxClientInputStream) {
      return new ErrorAnswer(response.getStatus(), headers, "", true);
    }
    var body = response.readEntity(String.class);
    return new ErrorAnswer(response.getStatus(), headers, body == null ? "" : body);
  }

  /** Whether the body of a streaming call is still to be received. */
  boolean unread() {
    return unread;
  }

  /** A copy with this body. */
  ErrorAnswer with(String newBody) {
    return new ErrorAnswer(status, headers, newBody);
  }

  /** The HTTP status; may be non-standard, such as 498 and 529. */
  int status() {
    return status;
  }

  Headers headers() {
    return headers;
  }

  String body() {
    return body;
  }
}
