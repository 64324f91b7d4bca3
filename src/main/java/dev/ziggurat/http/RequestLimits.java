package dev.ziggurat.http;

import dev.ziggurat.access.AccessSettings;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;

/**
 * Limits of a request: how long and how large its body is, and that it names a {@code Host}. The
 * first request, our own ({@link FirstRequest}), also brings the limits of connections into force
 * ({@link ClientAddresses}, {@link ClientConnection}), because only a connection leads to the
 * server that Quarkus has opened.
 */
@Singleton
class RequestLimits {

  /** Before all other filters. */
  private static final int FIRST = 1_000;

  private final HttpConfig config;
  private final ClientAddresses clientAddresses;
  private final ManagementPort managementPort;
  private final EarlyRefusal earlyRefusal;
  private final long mostBytes;

  RequestLimits(
      HttpConfig config,
      ClientAddresses clientAddresses,
      ManagementPort managementPort,
      EarlyRefusal earlyRefusal,
      AccessSettings settings) {
    this.config = config;
    this.clientAddresses = clientAddresses;
    this.managementPort = managementPort;
    this.earlyRefusal = earlyRefusal;
    this.mostBytes = settings.largestBody().asLongValue();
  }

  void watch(@Observes Filters filters) {
    filters.register(this::limit, FIRST);
  }

  private void limit(RoutingContext exchange) {
    var request = exchange.request();
    if (request.connection() instanceof ConnectionBase connection
        && connection.channelHandlerContext().channel().remoteAddress() instanceof InetSocketAddress
        && !managementPort.received(request)) {
      var channel = connection.channelHandlerContext().channel();
      if (channel.parent() != null) {
        clientAddresses.guard(channel);
      }
      follow(exchange, ClientConnection.of(channel, config));
    }
    exchange.next();
  }

  /** Before Quarkus' own, which logs every failure as an error. */
  void watch(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).failureHandler(this::fail);
  }

  private void fail(RoutingContext exchange) {
    var request = exchange.request();
    if (exchange.response().ended() || exchange.response().closed()) {
      // Answered by a limit, or the caller has left: what fails now is only the rest of the
      // request.
      return;
    }
    if (exchange.statusCode() == HttpResponseStatus.BAD_REQUEST.code()
        && request.version() != HttpVersion.HTTP_2
        && request.getHeader(HttpHeaders.HOST) == null) {
      earlyRefusal.refuse(exchange, HttpResponseStatus.BAD_REQUEST, "The header Host is missing.");
      return;
    }
    exchange.next();
  }

  private void follow(RoutingContext exchange, ClientConnection connection) {
    var request = exchange.request();
    connection.beginRequest(request.version() == HttpVersion.HTTP_2);
    exchange.addEndHandler(_ -> connection.endRequest());
    var chunked = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (chunked) {
      connection.checkBody(
          () -> {
            if (request.bytesRead() > mostBytes && !exchange.response().ended()) {
              earlyRefusal.refuse(
                  exchange,
                  HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                  new BodyTooLarge(mostBytes).getMessage());
            }
          });
    }
    if (chunked || request.getHeader(HttpHeaders.CONTENT_LENGTH) != null) {
      limitTime(exchange);
    }
  }

  private void limitTime(RoutingContext exchange) {
    var timer =
        exchange
            .vertx()
            .setTimer(
                config.bodyLimit().toMillis(),
                _ ->
                    earlyRefusal.refuse(
                        exchange,
                        HttpResponseStatus.REQUEST_TIMEOUT,
                        "The body did not arrive within %d seconds."
                            .formatted(config.bodyLimit().toSeconds())));
    exchange.request().end().onComplete(_ -> exchange.vertx().cancelTimer(timer));
  }
}
