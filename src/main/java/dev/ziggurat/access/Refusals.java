package dev.ziggurat.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Says 401 with the way in. The problem extension reads the challenge from a field that Quarkus has
 * since replaced, so its own answer would be 500.
 */
class Refusals {

  @ServerExceptionMapper(priority = Priorities.AUTHENTICATION)
  Response noToken(UnauthorizedException e) {
    return refusal("This needs a token: send it as Authorization: Bearer <token>.");
  }

  @ServerExceptionMapper(priority = Priorities.AUTHENTICATION)
  Response wrongToken(AuthenticationFailedException e) {
    return refusal("The token is not one of those configured here.");
  }

  private static Response refusal(String detail) {
    return HttpProblem.builder()
        .withStatus(Response.Status.UNAUTHORIZED)
        .withTitle(Response.Status.UNAUTHORIZED.getReasonPhrase())
        .withDetail(detail)
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .build()
        .toResponse();
  }
}
