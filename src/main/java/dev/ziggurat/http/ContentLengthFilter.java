package dev.ziggurat.http;

import dev.ziggurat.access.AccessSettings;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Rejects bodies whose Content-Length exceeds the limit. Quarkus would reject them too, but without
 * a response body.
 */
@Singleton
class ContentLengthFilter {

  /** Before Quarkus' own check. */
  private static final int EARLY = 100;

  private final long mostBytes;
  private final EarlyRefusal earlyRefusal;

  ContentLengthFilter(AccessSettings settings, EarlyRefusal earlyRefusal) {
    this.mostBytes = settings.largestBody().asLongValue();
    this.earlyRefusal = earlyRefusal;
  }

  void watch(@Observes Filters filters) {
    filters.register(this::check, EARLY);
  }

  private void check(RoutingContext context) {
    if (announced(context) > mostBytes) {
      earlyRefusal.refuse(
          context,
          HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
          new BodyTooLarge(mostBytes).getMessage());
    } else {
      context.next();
    }
  }

  /** In bytes; 0 if absent or not a number, which is rejected elsewhere. */
  private static long announced(RoutingContext context) {
    var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
