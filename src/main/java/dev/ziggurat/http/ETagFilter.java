package dev.ziggurat.http;

import dev.ziggurat.db.Versioned;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Adds an ETag to responses with a version; clients send it back in {@code If-Match}. */
class ETagFilter {

  @ServerResponseFilter
  void tag(ContainerResponseContext response) {
    if (response.getEntity() instanceof Versioned current) {
      response.getHeaders().putSingle(HttpHeaders.ETAG, IfMatch.etag(current.version()));
    }
  }
}
