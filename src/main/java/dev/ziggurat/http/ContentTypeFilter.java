package dev.ziggurat.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects malformed content types; looking up a reader for them would fail. */
class ContentTypeFilter {

  private static final String PLAIN = "identity";

  @ServerRequestFilter(preMatching = true)
  void check(ContainerRequestContext request) {
    var encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase(PLAIN)) {
      throw HttpProblem.valueOf(
          Response.Status.UNSUPPORTED_MEDIA_TYPE,
          "Compressed bodies are not supported; send the body without Content-Encoding.");
    }
    var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      if (!hasBody(request)) {
        // An empty body needs no type.
        request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
      }
      return;
    }
    if (type.equals(MediaType.APPLICATION_JSON)) {
      return;
    }
    try {
      MediaType.valueOf(type);
    } catch (IllegalArgumentException unreadable) {
      throw HttpProblem.valueOf(
          Response.Status.UNSUPPORTED_MEDIA_TYPE,
          "The header Content-Type must be a media type, such as application/json.");
    }
  }

  private static boolean hasBody(ContainerRequestContext request) {
    return request.getLength() > 0 || request.getHeaderString("Transfer-Encoding") != null;
  }
}
