package dev.ziggurat.live;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps the limit of listeners to 503. */
class TooManyListenersExceptionMapper {

  @ServerExceptionMapper
  Response tooMany(TooManySubscribers full) {
    return HttpProblem.valueOf(Response.Status.SERVICE_UNAVAILABLE, full.getMessage()).toResponse();
  }
}
