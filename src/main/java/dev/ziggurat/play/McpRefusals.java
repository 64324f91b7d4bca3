package dev.ziggurat.play;

import dev.ziggurat.access.TooManyTokens;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Answers requests to {@code /mcp} that may not be made. The extension's own answer to some of them
 * does not end (its pull request 853).
 */
@Singleton
class McpRefusals {

  private static final String PATHS = "/mcp*";

  /** After Quarkus has checked the token, before the extension's routes. */
  private static final int ORDER = -1;

  void register(@Observes Router router) {
    router.route(PATHS).order(ORDER).failureHandler(McpRefusals::refuse);
  }

  private static void refuse(RoutingContext context) {
    switch (context.failure()) {
      case TooManyTokens often -> {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, "" + often.left().toSeconds());
        answer(context, HttpResponseStatus.TOO_MANY_REQUESTS, often.getMessage());
      }
      case AuthenticationFailedException wrong -> unauthorized(context, wrong.getMessage());
      case UnauthorizedException _ ->
          unauthorized(
              context, "A player's token is required: send it as Authorization: Bearer <token>.");
      case ForbiddenException _ ->
          answer(context, HttpResponseStatus.FORBIDDEN, "Only the token of a player opens this.");
      case null, default -> context.next();
    }
  }

  private static void unauthorized(RoutingContext context, String detail) {
    context.response().putHeader("WWW-Authenticate", "Bearer");
    answer(context, HttpResponseStatus.UNAUTHORIZED, detail);
  }

  private static void answer(RoutingContext context, HttpResponseStatus status, String detail) {
    // What is not read of the body would keep the connection busy.
    context.request().resume();
    context
        .response()
        .setStatusCode(status.code())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(
            new JsonObject()
                .put("status", status.code())
                .put("title", status.reasonPhrase())
                .put("detail", detail)
                .toBuffer());
  }
}
