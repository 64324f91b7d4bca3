package dev.ziggurat.games;

import dev.ziggurat.tick.NoSuchGame;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says 404 of a game that is not there, on every path that names one. */
class NoSuchGameExceptionMapper {

  @ServerExceptionMapper
  Response noSuchGame(NoSuchGame missing) {
    return HttpProblem.valueOf(Response.Status.NOT_FOUND, missing.getMessage()).toResponse();
  }
}
