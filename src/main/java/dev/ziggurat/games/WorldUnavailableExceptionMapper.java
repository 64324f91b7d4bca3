package dev.ziggurat.games;

import dev.ziggurat.world.WorldUnavailable;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps a world that could not be used to 502 with its reason. */
class WorldUnavailableExceptionMapper {

  @ServerExceptionMapper
  Response unavailable(WorldUnavailable unavailable) {
    return HttpProblem.valueOf(Response.Status.BAD_GATEWAY, unavailable.getMessage()).toResponse();
  }
}
