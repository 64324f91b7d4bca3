package dev.ziggurat.provider;

import jakarta.ws.rs.core.Response;

/** An HTTP answer of status 400 or above, before it is classified. */
public final class ErrorAnswer extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Headers headers;
  private final String body;

  ErrorAnswer(int status, Headers headers, String body) {
    super("HTTP " + status, null, false, false);
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Reads the answer's body, which the REST client has whole by now. */
  public static ErrorAnswer of(Response response) {
    var body = response.hasEntity() ? response.readEntity(String.class) : null;
    return new ErrorAnswer(
        response.getStatus(), Headers.of(response.getHeaders()), body == null ? "" : body);
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
