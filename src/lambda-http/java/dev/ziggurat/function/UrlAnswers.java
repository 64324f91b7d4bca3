package dev.ziggurat.function;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Makes answers fit for a function URL. Whoever calls one came by TLS, which Quarkus does not know:
 * its links would lead to where nobody listens. And an answer goes out whole, so none is in chunks.
 */
@Singleton
class UrlAnswers {

  /** Around everybody who answers. */
  private static final int FIRST = 9_000;

  private static final String WITHOUT_TLS = "http://";

  void watch(@Observes Filters filters) {
    filters.register(UrlAnswers::follow, FIRST);
  }

  private static void follow(RoutingContext context) {
    context.addHeadersEndHandler(any -> mend(context.response()));
    context.next();
  }

  private static void mend(HttpServerResponse response) {
    response.headers().remove(HttpHeaders.TRANSFER_ENCODING);
    var location = response.headers().get(HttpHeaders.LOCATION);
    if (location != null && location.startsWith(WITHOUT_TLS)) {
      response.putHeader(
          HttpHeaders.LOCATION, "https://" + location.substring(WITHOUT_TLS.length()));
    }
  }
}
