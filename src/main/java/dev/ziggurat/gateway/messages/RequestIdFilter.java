package dev.ziggurat.gateway.messages;

import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Names the call as Anthropic does: its SDKs show the header {@code request-id}. */
class RequestIdFilter {

  static final String OURS = "X-Request-Id";
  static final String THEIRS = "request-id";

  /** After the error filter, which sets ours. */
  private static final int LATE = Priorities.USER - 1000;

  @ServerResponseFilter(priority = LATE)
  void name(ContainerRequestContext request, ContainerResponseContext response) {
    var id = response.getHeaders().getFirst(OURS);
    if (id != null
        && (request.getUriInfo().getPath().startsWith(MessagesErrorFormat.PATH)
            || request.getHeaderString(MessagesErrorFormat.VERSION) != null)) {
      response.getHeaders().putSingle(THEIRS, id);
    }
  }
}
