package dev.ziggurat.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
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

  private static final String ADMINISTRATION = "/api/admin";
  private static final String GATEWAY = "/v1/";

  private final long mostBytes;

  ContentLengthFilter(AccessSettings settings) {
    this.mostBytes = settings.largestBody().asLongValue();
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
    var detail = new BodyTooLarge(mostBytes).getMessage();
    var problem =
        new JsonObject()
            .put("status", status.code())
            .put("title", status.reasonPhrase())
            .put("detail", detail);
    var path = context.normalizedPath();
    if (path.startsWith(ADMINISTRATION)) {
      problem.put("success", false).put("error", detail);
    }
    var openAi = path.startsWith(GATEWAY);
    // The rest of the body is not read, so the connection must be closed.
    context
        .response()
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(
            HttpHeaders.CONTENT_TYPE, openAi ? "application/json" : "application/problem+json")
        .endHandler(any -> context.request().connection().close())
        .setStatusCode(status.code())
        .end((openAi ? openAiError(detail) : problem).encode());
  }

  private static JsonObject openAiError(String detail) {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("message", detail)
                .put("type", "invalid_request_error")
                .putNull("param")
                .putNull("code"));
  }
}
