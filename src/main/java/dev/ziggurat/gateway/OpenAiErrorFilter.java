package dev.ziggurat.gateway;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Converts framework errors below {@code /v1} to the error format of the API that was called.
 * Clients take a bare 404 for an unknown model, so an address that is not served says which ones
 * are.
 */
class OpenAiErrorFilter {

  private static final String ROOT = "/v1";
  private static final int SERVER_ERROR = 500;
  private static final int MAX_PATH = 100;
  private static final Set<Integer> NOT_SERVED = Set.of(404, 405);

  private final ErrorFormats formats;

  OpenAiErrorFilter(ErrorFormats formats) {
    this.formats = formats;
  }

  @ServerResponseFilter
  void convert(ContainerRequestContext request, ContainerResponseContext response) {
    var path = request.getUriInfo().getPath();
    if ((path.equals(ROOT) || path.startsWith(ROOT + '/'))
        && response.getEntity() instanceof HttpProblem problem) {
      var status = response.getStatus();
      var requestId = UUID.randomUUID();
      var error =
          NOT_SERVED.contains(status)
              ? notServed(request.getMethod(), path)
              : converted(problem, status);
      response.setEntity(
          formats.entity(path, request::getHeaderString, error, status, requestId),
          response.getEntityAnnotations(),
          MediaType.APPLICATION_JSON_TYPE);
      response.getHeaders().putSingle(GatewayCall.REQUEST, requestId);
      response.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_TYPE);
    }
  }

  private static OpenAiError notServed(String method, String path) {
    return OpenAiError.of(
        "invalid_request_error",
        "endpoint_not_served",
        null,
        "%s %s is not served here, whatever the model. Served are POST /v1/chat/completions, POST /v1/responses, POST /v1/responses/input_tokens, POST /v1/messages, POST /v1/messages/count_tokens, POST /v1/completions, POST /v1/embeddings and GET /v1/models: set the client to one of them."
            .formatted(
                method, path.length() > MAX_PATH ? path.substring(0, MAX_PATH) + "…" : path));
  }

  private static OpenAiError converted(HttpProblem problem, int status) {
    return OpenAiError.of(
        status >= SERVER_ERROR ? "server_error" : "invalid_request_error",
        null,
        null,
        problem.getDetail() == null ? problem.getTitle() : problem.getDetail());
  }
}
