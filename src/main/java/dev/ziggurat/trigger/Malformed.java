package dev.ziggurat.trigger;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says 400 of a trigger that names no tick. */
class Malformed {

  @ServerExceptionMapper
  Response malformed(MalformedTrigger wrong) {
    return HttpProblem.valueOf(Response.Status.BAD_REQUEST, wrong.getMessage()).toResponse();
  }
}
