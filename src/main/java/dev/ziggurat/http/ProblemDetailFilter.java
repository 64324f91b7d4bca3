package dev.ziggurat.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.validation.Violation;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Replaces generic framework details in problem documents with the error and its fix. */
class ProblemDetailFilter {

  private static final List<String> OURS = List.of("/api/", "/v1/");

  /** Before the filters that copy the detail. */
  private static final int EARLY = Priorities.USER + 1000;

  /** Exceptions of routing; other 404 and 405 answers keep their detail. */
  private static final Set<Integer> OF_ROUTING =
      Set.of(Status.NOT_FOUND.getStatusCode(), Status.METHOD_NOT_ALLOWED.getStatusCode());

  /** Generic details of the frameworks. */
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(
          "HTTP \\d{3} .*|Unable to find matching target resource method"
              + "|No supported MessageBodyReader found"
              + "|The (accept|content-type) header value did not match .*");

  /** Resolved on use: the OpenAPI document does not exist yet when filters are created. */
  private final Instance<Routes> routes;

  ProblemDetailFilter(Instance<Routes> routes) {
    this.routes = routes;
  }

  @ServerResponseFilter(priority = EARLY)
  void clarify(ContainerRequestContext request, ContainerResponseContext response) {
    var path = request.getUriInfo().getPath();
    if (request.getMethod().equals(HttpMethod.OPTIONS) && isOurs(path)) {
      tellMethods(path, response);
    }
    if (!(response.getEntity() instanceof HttpProblem original)) {
      return;
    }
    var ours = isOurs(path);
    var problem = HttpProblem.builder(original).withInstance(ProblemInstance.of(path)).build();
    replace(response, problem);
    if (OF_ROUTING.contains(response.getStatus()) && ours) {
      var methods = routes.get().methodsAt(path);
      if (!methods.isEmpty() && !methods.contains(request.getMethod())) {
        refuseMethod(request.getMethod(), path, methods, response);
        return;
      }
    }
    if (problem.getDetail() == null || SAYS_NOTHING.matcher(problem.getDetail()).matches()) {
      replace(
          response,
          HttpProblem.builder(problem)
              .withDetail(detail(problem, response.getStatus(), ours))
              .build());
    }
  }

  private static boolean isOurs(String path) {
    return OURS.stream().anyMatch(path::startsWith);
  }

  /** Quarkus also lists the methods of the paths below. */
  private void tellMethods(String path, ContainerResponseContext response) {
    var methods = routes.get().methodsAt(path);
    if (!methods.isEmpty() && response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
      response
          .getHeaders()
          .putSingle(HttpHeaders.ALLOW, String.join(", ", methods) + ", " + HttpMethod.OPTIONS);
    }
  }

  /** Quarkus lists no allowed methods and checks one class only. */
  private static void refuseMethod(
      String method, String path, Set<String> methods, ContainerResponseContext response) {
    var allowed = String.join(", ", methods);
    var status = Status.METHOD_NOT_ALLOWED;
    response.setStatus(status.getStatusCode());
    response.getHeaders().putSingle(HttpHeaders.ALLOW, allowed);
    replace(
        response,
        HttpProblem.builder()
            .withStatus(status)
            .withTitle(status.getReasonPhrase())
            .withDetail("The method %s is not allowed here, only %s.".formatted(method, allowed))
            .withInstance(ProblemInstance.of(path))
            .build());
  }

  private static String detail(HttpProblem problem, int status, boolean ours) {
    if (problem.getParameters().get("violations") instanceof List<?> violations) {
      return violations.stream()
          .filter(Violation.class::isInstance)
          .map(Violation.class::cast)
          .map(violation -> violation.field + ": " + violation.message)
          .collect(Collectors.joining("; "));
    }
    return switch (Status.fromStatusCode(status)) {
      case FORBIDDEN -> "Your token does not have the required role; this needs another role.";
      case NOT_FOUND ->
          "There is no resource at this address"
              + (ours ? "; /q/openapi lists all addresses." : ".");
      case NOT_ACCEPTABLE ->
          "No representation matches Accept; application/json is always available.";
      case UNSUPPORTED_MEDIA_TYPE ->
          "The media type is not supported: send Content-Type: application/json, or the type in /q/openapi.";
      case null, default -> "The request was rejected: " + problem.getTitle() + ".";
    };
  }

  private static void replace(ContainerResponseContext response, HttpProblem problem) {
    response.setEntity(problem);
  }
}
