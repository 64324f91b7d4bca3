package dev.ziggurat.access;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Maps to 401 with instructions. The problem extension reads the challenge from a field that
 * Quarkus has replaced, so its own mapper would answer 500.
 */
class UnauthorizedExceptionMapper {

  @ServerExceptionMapper(priority = Priorities.AUTHENTICATION)
  Response noToken(UnauthorizedException e) {
    return refusal("A token is required: send it as Authorization: Bearer <token>.");
  }

  @ServerExceptionMapper(priority = Priorities.AUTHENTICATION)
  Response wrongToken(AuthenticationFailedException e) {
    return refusal(e.getMessage());
  }

  @ServerExceptionMapper(priority = Priorities.AUTHENTICATION)
  Response tooManyTokens(TooManyTokens e) {
    return problem(Response.Status.TOO_MANY_REQUESTS, e.getMessage())
        .withHeader(HttpHeaders.RETRY_AFTER, e.left().toSeconds())
        .build()
        .toResponse();
  }

  @ServerExceptionMapper(priority = Priorities.AUTHENTICATION)
  Response issuerSilent(IssuerUnavailable e) {
    return problem(Response.Status.SERVICE_UNAVAILABLE, e.getMessage()).build().toResponse();
  }

  @ServerExceptionMapper(priority = Priorities.AUTHENTICATION)
  Response notFromConsole(MissingConsoleHeader e) {
    return problem(Response.Status.FORBIDDEN, e.getMessage()).build().toResponse();
  }

  private static Response refusal(String detail) {
    return problem(Response.Status.UNAUTHORIZED, detail)
        .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .build()
        .toResponse();
  }

  private static HttpProblem.Builder problem(Response.Status status, String detail) {
    return HttpProblem.builder()
        .withStatus(status)
        .withTitle(status.getReasonPhrase())
        .withDetail(detail);
  }
}
