package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses {@code ?from=} and {@code ?to=} without a value, which would otherwise pass for left out:
 * a script whose variable is empty would get another range than it asked for.
 */
class EmptyTimeFilter {

  private static final List<String> TIMES = List.of("from", "to");
  private static final String API = "/api/";

  @ServerRequestFilter
  void check(ContainerRequestContext request) {
    var uri = request.getUriInfo();
    if (!uri.getPath().startsWith(API)) {
      return;
    }
    for (var name : TIMES) {
      var values = uri.getQueryParameters().get(name);
      if (values != null && values.stream().anyMatch(String::isBlank)) {
        throw new BadRequestException(
            name + ": is empty; leave it out or send a time such as 2026-01-31T12:00:00Z");
      }
    }
  }
}
