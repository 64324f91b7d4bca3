package dev.ziggurat.http;

import dev.ziggurat.access.AccessSettings;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Rejects bodies whose Content-Length exceeds the limit. Quarkus would reject them too, but without
 * a response body.
 */
@Singleton
class ContentLengthFilter {

  /** Before Quarkus' own check. */
  private static final int EARLY = 100;

  static final String PROBLEM = "application/problem+json";

  private final long mostBytes;
  private final List<BodyRefusal> formats;

  ContentLengthFilter(AccessSettings settings, @All List<BodyRefusal> formats) {
    this.mostBytes = settings.largestBody().asLongValue();
    this.formats = formats;
  }

  void watch(@Observes Filters filters) {
    filters.register(this::check, EARLY);
  }

  private void check(RoutingContext context) {
    if (announced(context) > mostBytes) {
      refuse(context);
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

  private void refuse(RoutingContext context) {
    var status = HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
    var problem =
        new JsonObject()
            .put("status", status.code())
            .put("title", status.reasonPhrase())
            .put("detail", new BodyTooLarge(mostBytes).getMessage());
    var path = context.normalizedPath();
    var format = formats.stream().filter(each -> path.startsWith(each.pathPrefix())).findFirst();
    // The rest of the body is not read, so the connection must be closed.
    context
        .response()
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, format.map(BodyRefusal::contentType).orElse(PROBLEM))
        .endHandler(any -> context.request().connection().close())
        .setStatusCode(status.code())
        .end(format.map(each -> each.body(problem)).orElse(problem).encode());
  }
}
