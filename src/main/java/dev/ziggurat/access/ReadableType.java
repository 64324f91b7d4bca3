package dev.ziggurat.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a type of body that cannot be read as one; looking for its reader would fail. */
class ReadableType {

  @ServerRequestFilter(preMatching = true)
  void check(ContainerRequestContext request) {
    var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type == null) {
      return;
    }
    try {
      MediaType.valueOf(type);
    } catch (IllegalArgumentException unreadable) {
      throw HttpProblem.valueOf(
          Response.Status.UNSUPPORTED_MEDIA_TYPE,
          "The header Content-Type must name a type of body, such as application/json.");
    }
  }
}
