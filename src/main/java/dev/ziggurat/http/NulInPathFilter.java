package dev.ziggurat.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects NUL in paths, which PostgreSQL's text cannot store. */
class NulInPathFilter {

  private static final String NUL = "%00";

  @ServerRequestFilter(preMatching = true)
  void check(HttpServerRequest request) {
    if (request.uri().contains(NUL)) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_REQUEST, "The address must not contain the character %00.");
    }
  }
}
