package dev.ziggurat.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses flags of a query by name; {@link BooleanParam} does not know its own. */
class FlagFilter {

  private static final List<String> FLAGS =
      List.of("deleted", "dryRun", "force", "revoked", "wait");

  /** Where {@code wait} is a number of seconds. */
  private static final String TURN = "/api/play/turn";

  private static final List<String> VALUES = List.of("true", "false");

  @ServerRequestFilter
  void check(ContainerRequestContext request, HttpServerRequest exchange) {
    if (exchange.query() == null) {
      // As in every call of the gateway: nothing to be parsed.
      return;
    }
    var parameters = request.getUriInfo().getQueryParameters();
    if (request.getUriInfo().getPath().equals(TURN)) {
      return;
    }
    for (var name : FLAGS) {
      var values = parameters.get(name);
      if (values != null && !VALUES.containsAll(values)) {
        throw new BadRequestException(name + ": must be true or false");
      }
    }
  }
}
