package dev.ziggurat.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Adds to every problem document under {@code /api/admin} the members existing admin front ends
 * read: {@code success: false}, and the detail again as {@code error}.
 */
class AdminProblemFilter {

  static final String PLACE = "/api/admin";
  static final String SUCCESS = "success";
  static final String ERROR = "error";

  @ServerResponseFilter
  void complete(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getUriInfo().getPath().startsWith(PLACE)
        && response.getEntity() instanceof HttpProblem problem
        && !problem.getParameters().containsKey(SUCCESS)) {
      var why = problem.getDetail() == null ? problem.getTitle() : problem.getDetail();
      response.setEntity(
          HttpProblem.builder(problem).with(SUCCESS, false).with(ERROR, why).build(),
          response.getEntityAnnotations(),
          response.getMediaType());
    }
  }
}
