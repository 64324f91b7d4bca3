package dev.ziggurat.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects NUL in paths, which PostgreSQL's text cannot store. */
class NulInPathFilter {

  private static final String NUL = "%00";

  @ServerRequestFilter(preMatching = true)
  void check(ContainerRequestContext request) {
    if (request.getUriInfo().getRequestUri().toString().contains(NUL)) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_REQUEST, "The address must not contain the character %00.");
    }
  }
}
