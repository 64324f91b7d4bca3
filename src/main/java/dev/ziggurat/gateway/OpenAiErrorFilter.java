package dev.ziggurat.gateway;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Converts framework errors below {@code /v1} to OpenAI's error format. */
class OpenAiErrorFilter {

  private static final String ROOT = "/v1";
  private static final int SERVER_ERROR = 500;

  @ServerResponseFilter
  void convert(ContainerRequestContext request, ContainerResponseContext response) {
    var path = request.getUriInfo().getPath();
    if ((path.equals(ROOT) || path.startsWith(ROOT + '/'))
        && response.getEntity() instanceof HttpProblem problem) {
      response.setEntity(
          converted(problem, response.getStatus()),
          response.getEntityAnnotations(),
          MediaType.APPLICATION_JSON_TYPE);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
    }
  }

  private static OpenAiError converted(HttpProblem problem, int status) {
    return OpenAiError.of(
        status >= SERVER_ERROR ? "server_error" : "invalid_request_error",
        null,
        null,
        problem.getDetail() == null ? problem.getTitle() : problem.getDetail());
  }
}
