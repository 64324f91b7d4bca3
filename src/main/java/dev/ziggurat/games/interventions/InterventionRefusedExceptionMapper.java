package dev.ziggurat.games.interventions;

import dev.ziggurat.tick.GameBusy;
import dev.ziggurat.tick.InterventionRefused;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps a refused intervention to 422 with its reason. */
class InterventionRefusedExceptionMapper {

  private static final int UNPROCESSABLE = 422;

  @ServerExceptionMapper
  Response busy(GameBusy busy) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, busy.getMessage()).toResponse();
  }

  @ServerExceptionMapper
  Response refused(InterventionRefused refused) {
    if (refused.isMalformed()) {
      return HttpProblem.valueOf(Response.Status.BAD_REQUEST, refused.getMessage()).toResponse();
    }
    return HttpProblem.builder()
        .withStatus(UNPROCESSABLE)
        .withTitle("Unprocessable Content")
        .withDetail(refused.getMessage())
        .build()
        .toResponse();
  }
}
