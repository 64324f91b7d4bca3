package dev.ziggurat.http;

import dev.ziggurat.access.AccessSettings;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects bodies that exceed the limit while they are read. Quarkus would reject them too, but
 * without a response body.
 */
class BodyLimitFilter {

  private final long mostBytes;

  BodyLimitFilter(AccessSettings settings) {
    this.mostBytes = settings.largestBody().asLongValue();
  }

  /** On the event loop the body's reader counts it, because blocking is not allowed there. */
  @ServerRequestFilter
  void bound(ContainerRequestContext request) {
    if (request.getHeaderString(HttpHeaders.TRANSFER_ENCODING.toString()) != null
        && !Context.isOnEventLoopThread()) {
      request.setEntityStream(new LimitedInputStream(request.getEntityStream(), mostBytes));
    }
  }

  /** A body that ends early because its request was answered, or its caller left, is no error. */
  @ServerExceptionMapper
  Response unreadable(IOException failed, RoutingContext exchange) {
    var answered = exchange.response().ended() || exchange.response().closed();
    var status = answered ? Response.Status.BAD_REQUEST : Response.Status.INTERNAL_SERVER_ERROR;
    if (!answered) {
      Log.error("A request failed", failed);
    }
    return HttpProblem.valueOf(status).toResponse();
  }

  @ServerExceptionMapper
  Response tooLarge(BodyTooLarge e) {
    return HttpProblem.builder()
        .withStatus(Response.Status.REQUEST_ENTITY_TOO_LARGE)
        .withTitle(Response.Status.REQUEST_ENTITY_TOO_LARGE.getReasonPhrase())
        .withDetail(e.getMessage())
        // The rest of the body is not read, so the connection must be closed.
        .withHeader(HttpHeaders.CONNECTION.toString(), HttpHeaders.CLOSE.toString())
        .build()
        .toResponse();
  }
}
