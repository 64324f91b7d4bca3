package dev.ziggurat.gateway;

import dev.ziggurat.access.Bearer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Takes the header {@code x-api-key}, by which Anthropic's SDKs send their key, as a bearer token.
 * One that is sent as {@code Authorization} wins.
 */
@Singleton
class ApiKeyHeader {

  private static final String NAME = "x-api-key";
  private static final String PATH = "/v1/";

  /** Before any authentication. */
  private static final int EARLY = 300;

  void watch(@Observes Filters filters) {
    filters.register(ApiKeyHeader::read, EARLY);
  }

  private static void read(RoutingContext context) {
    var headers = context.request().headers();
    var key = headers.get(NAME);
    if (key != null
        && !key.isBlank()
        && context.normalizedPath().startsWith(PATH)
        && Bearer.of(headers.get(HttpHeaders.AUTHORIZATION)).isEmpty()) {
      headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key.strip());
    }
    context.next();
  }
}
