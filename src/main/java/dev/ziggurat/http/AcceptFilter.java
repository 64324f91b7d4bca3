package dev.ziggurat.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Refuses a change whose answer the caller does not accept before anything is changed. Quarkus
 * itself finds this out only when it writes the answer if several operations have the same path and
 * method and differ by the type of the body.
 */
@Provider
class AcceptFilter implements ContainerRequestFilter {

  private static final String API = "/api/";
  private static final Set<String> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getHeaderString(HttpHeaders.ACCEPT) == null
        || READING.contains(request.getMethod())
        || !request.getUriInfo().getPath().startsWith(API)
        || !(request instanceof ResteasyReactiveContainerRequestContext reactive)
        || !(reactive.getServerRequestContext() instanceof ResteasyReactiveRequestContext matched)
        || matched.getTarget().getProduces() == null) {
      return;
    }
    var produced = matched.getTarget().getProduces().getSortedOriginalMediaTypes();
    if (!accepts(request, produced)) {
      throw new NotAcceptableException(
          "Accept: the answer is %s, so nothing was changed"
              .formatted(
                  Arrays.stream(produced)
                      .map(AcceptFilter::name)
                      .collect(Collectors.joining(" or "))));
    }
  }

  private static boolean accepts(ContainerRequestContext request, MediaType[] produced) {
    try {
      return request.getAcceptableMediaTypes().stream()
          .anyMatch(accepted -> Arrays.stream(produced).anyMatch(accepted::isCompatible));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static String name(MediaType type) {
    return type.getType() + '/' + type.getSubtype();
  }
}
