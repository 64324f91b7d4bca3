package dev.ziggurat.games;

import dev.ziggurat.tick.NoSuchGame;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps an unknown game in any path to 404. */
class NoSuchGameExceptionMapper {

  @ServerExceptionMapper
  Response noSuchGame(NoSuchGame missing) {
    return HttpProblem.valueOf(Response.Status.NOT_FOUND, missing.getMessage()).toResponse();
  }
}
