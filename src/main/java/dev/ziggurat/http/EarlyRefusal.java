package dev.ziggurat.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.arc.All;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Rejects a request whose body was not read to its end, and closes its connection. */
@Singleton
class EarlyRefusal {

  static final String PROBLEM = "application/problem+json";

  private final List<BodyRefusal> formats;

  EarlyRefusal(@All List<BodyRefusal> formats) {
    this.formats = formats;
  }

  void refuse(RoutingContext context, HttpResponseStatus status, String detail) {
    var response = context.response();
    if (response.headWritten() || response.ended()) {
      context.request().connection().close();
      return;
    }
    var problem =
        new JsonObject()
            .put("status", status.code())
            .put("title", status.reasonPhrase())
            .put("detail", detail);
    var path = context.normalizedPath();
    var format =
        formats.stream()
            .filter(each -> path.startsWith(each.pathPrefix()))
            .max(Comparator.comparingInt(each -> each.pathPrefix().length()));
    var id = UUID.randomUUID().toString();
    format
        .map(BodyRefusal::idHeaders)
        .orElse(List.of())
        .forEach(each -> response.putHeader(each, id));
    // The rest of the body is not read, so the connection must be closed.
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, format.map(BodyRefusal::contentType).orElse(PROBLEM))
        .endHandler(any -> context.request().connection().close())
        .setStatusCode(status.code())
        .end(format.map(each -> each.body(problem, id)).orElse(problem).encode());
  }
}
