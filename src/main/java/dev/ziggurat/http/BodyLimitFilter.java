package dev.ziggurat.http;

import dev.ziggurat.access.AccessSettings;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses bodies that turn out to be too large while they are read. Quarkus cuts off what is larger
 * still, but without a word.
 */
class BodyLimitFilter {

  private final long mostBytes;

  BodyLimitFilter(AccessSettings settings) {
    this.mostBytes = settings.largestBody().asLongValue();
  }

  /**
   * Where the event loop itself collects the body, its reader counts it: nobody may block there.
   */
  @ServerRequestFilter
  void bound(ContainerRequestContext request) {
    if (request.getHeaderString(HttpHeaders.TRANSFER_ENCODING.toString()) != null
        && !Context.isOnEventLoopThread()) {
      request.setEntityStream(new LimitedInputStream(request.getEntityStream(), mostBytes));
    }
  }

  @ServerExceptionMapper
  Response tooLarge(BodyTooLarge e) {
    return HttpProblem.builder()
        .withStatus(Response.Status.REQUEST_ENTITY_TOO_LARGE)
        .withTitle(Response.Status.REQUEST_ENTITY_TOO_LARGE.getReasonPhrase())
        .withDetail(e.getMessage())
        // What is still on its way is not read: the connection is of no more use.
        .withHeader(HttpHeaders.CONNECTION.toString(), HttpHeaders.CLOSE.toString())
        .build()
        .toResponse();
  }
}
