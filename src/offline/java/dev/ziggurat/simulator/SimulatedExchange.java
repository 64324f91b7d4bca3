package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.Provider;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One request to a provider, from its first byte to the end of its answer. Single-threaded. */
final class SimulatedExchange {

  private static final int MAX_LINE = 120;

  private final RoutingContext context;
  private final Provider provider;
  private final Observations observations;
  private String model = "";
  private String firstUserLine = "";
  private JsonNode parameters = JsonNodeFactory.instance.objectNode();
  private Runnable atEnd = () -> {};
  private boolean brokenOff;
  private boolean over;

  SimulatedExchange(RoutingContext context, Provider provider, Observations observations) {
    this.context = context;
    this.provider = provider;
    this.observations = observations;
    observations.begin(provider);
    context.addEndHandler(ended -> end(ended.succeeded()));
  }

  void asked(String modelName, String line, JsonNode others) {
    model = cut(modelName);
    firstUserLine = cut(line);
    parameters = others;
  }

  /** Runs this when the exchange is over, however it ends. */
  void atEnd(Runnable action) {
    atEnd = action;
  }

  /** Whether the answer is complete or the connection closed. */
  boolean over() {
    return over || context.response().closed() || context.response().ended();
  }

  HttpServerResponse response() {
    return context.response();
  }

  RoutingContext context() {
    return context;
  }

  /** Runs something later, unless the exchange is over by then. */
  void later(long millis, Runnable action) {
    if (millis <= 0) {
      runUnlessOver(action);
    } else {
      context.vertx().setTimer(millis, timer -> runUnlessOver(action));
    }
  }

  /** Computes an answer on a thread that may block, and sends it unless the exchange is over. */
  void sendComputed(Supplier<Reply> answer, Consumer<Reply> send) {
    context
        .vertx()
        .executeBlocking(answer::get, false)
        .onSuccess(reply -> runUnlessOver(() -> send.accept(reply)))
        .onFailure(context::fail);
  }

  private void runUnlessOver(Runnable action) {
    if (!over()) {
      action.run();
    }
  }

  void send(Reply reply) {
    open(reply.status(), reply.headers(), reply.contentType());
    sendLast(reply.body());
  }

  /** Sends the end of the answer. It is observed before, as its reader may look at once. */
  void sendLast(String text) {
    end(true);
    response().end(text);
  }

  /** Sends the full Content-Length and only a part of the body. */
  void sendPart(Reply reply) {
    var whole = Buffer.buffer(reply.body());
    open(reply.status(), reply.headers(), reply.contentType());
    response().putHeader("content-length", Integer.toString(whole.length()));
    response().write(whole.slice(0, whole.length() / 2), written -> breakOff());
  }

  /** Sends the head and leaves the body open. */
  void sendHead(Reply reply) {
    open(reply.status(), reply.headers(), reply.contentType());
    response().setChunked(true);
  }

  private void open(int status, Map<String, String> headers, String contentType) {
    response().setStatusCode(status).putHeader("content-type", contentType);
    headers.forEach(response()::putHeader);
  }

  /** Closes the connection like a failing provider. */
  void breakOff() {
    brokenOff = true;
    context.request().connection().close();
  }

  private void end(boolean whole) {
    if (over) {
      return;
    }
    over = true;
    atEnd.run();
    var end =
        whole
            ? Observations.End.ANSWERED
            : brokenOff ? Observations.End.BROKEN_OFF : Observations.End.CLOSED_BY_CLIENT;
    var status = whole || response().headWritten() ? response().getStatusCode() : 0;
    observations.end(provider, model, firstUserLine, parameters, status, end);
  }

  private static String cut(String text) {
    return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE);
  }
}
