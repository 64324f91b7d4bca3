package dev.ziggurat.gateway;

import io.vertx.core.Vertx;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Hands the response to a streamed answer, without blocking a thread. */
@Provider
public class StreamedAnswerWriter implements ServerMessageBodyWriter<StreamedAnswer> {

  private final Vertx vertx;
  private final GatewayConfig config;

  StreamedAnswerWriter(Vertx vertx, GatewayConfig config) {
    this.vertx = vertx;
    this.config = config;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type == StreamedAnswer.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, ResteasyReactiveResourceInfo target, MediaType media) {
    return type == StreamedAnswer.class;
  }

  @Override
  public void writeResponse(StreamedAnswer answer, Type generic, ServerRequestContext context) {
    var request = (ResteasyReactiveRequestContext) context;
    request.suspend();
    answer.forwardTo(new StreamResponse(request, vertx, config.longestUnread()), request::resume);
  }

  /** Never called on this server, which passes the response. */
  @Override
  public void writeTo(
      StreamedAnswer answer,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    throw new UnsupportedOperationException("a streamed answer is written by its own response");
  }
}
