package dev.ziggurat.gateway;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Words in OpenAI's way what frameworks refuse before the gateway is asked, or fail at. */
class OpenAiErrorFilter {

  private static final String PLACE = "/v1";
  private static final int OUR_FAULT = 500;

  @ServerResponseFilter
  void reword(ContainerRequestContext request, ContainerResponseContext response) {
    var path = request.getUriInfo().getPath();
    if ((path.equals(PLACE) || path.startsWith(PLACE + '/'))
        && response.getEntity() instanceof HttpProblem problem) {
      response.setEntity(
          reworded(problem, response.getStatus()),
          response.getEntityAnnotations(),
          MediaType.APPLICATION_JSON_TYPE);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
    }
  }

  private static OpenAiError reworded(HttpProblem problem, int status) {
    return OpenAiError.of(
        status >= OUR_FAULT ? "server_error" : "invalid_request_error",
        null,
        null,
        problem.getDetail() == null ? problem.getTitle() : problem.getDetail());
  }
}
