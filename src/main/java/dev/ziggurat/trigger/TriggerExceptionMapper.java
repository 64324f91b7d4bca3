package dev.ziggurat.trigger;

import dev.ziggurat.tick.ProcessEnding;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps rejected triggers: 400 for invalid ones, 503 during shutdown. */
class TriggerExceptionMapper {

  @ServerExceptionMapper
  Response malformed(MalformedTrigger wrong) {
    return HttpProblem.valueOf(Response.Status.BAD_REQUEST, wrong.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response ending(ProcessEnding ending) {
    return HttpProblem.valueOf(Response.Status.SERVICE_UNAVAILABLE, ending.getMessage())
        .toResponse();
  }
}
