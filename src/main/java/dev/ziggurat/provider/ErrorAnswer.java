package dev.ziggurat.provider;

import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.jboss.resteasy.reactive.client.handlers.VertxClientInputStream;

/** An HTTP answer of status 400 or above, before it is classified. */
public final class ErrorAnswer extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Headers headers;
  private final String body;
  private final transient InputStream unread;

  ErrorAnswer(int status, Headers headers, String body) {
    this(status, headers, body, null);
  }

  private ErrorAnswer(int status, Headers headers, String body, InputStream unread) {
    super("HTTP " + status, null, false, false);
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.unread = unread;
  }

  /**
   * The answer with its body, which the REST client has whole by now. Only where a stream was asked
   * for it comes bit by bit; then it is left to whoever asked, for here nobody may wait.
   */
  public static ErrorAnswer of(Response response) {
    var headers = Headers.of(response.getHeaders());
    if (!response.hasEntity()) {
      return new ErrorAnswer(response.getStatus(), headers, "");
    }
    var stream = response.readEntity(InputStream.class);
    if (stream instanceof VertxClientInputStream) {
      return new ErrorAnswer(response.getStatus(), headers, "", stream);
    }
    var body = response.readEntity(String.class);
    return new ErrorAnswer(response.getStatus(), headers, body == null ? "" : body);
  }

  /** What is to be read yet of its body. */
  Optional<InputStream> unread() {
    return Optional.ofNullable(unread);
  }

  /** The same with its body read. */
  ErrorAnswer with(String whole) {
    return new ErrorAnswer(status, headers, whole);
  }

  /** The status, also one that no standard names, such as 498 and 529. */
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
