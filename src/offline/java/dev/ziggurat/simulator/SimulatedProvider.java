package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.simulator.agent.RepeatableRandom;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A simulated provider: reads a request, looks up its fault, and answers. */
final class SimulatedProvider {

  private static final int MAX_BODY = 4 * 1024 * 1024;

  private final Map<ServerKind, Wire> servers;
  private final Provider provider;
  private final KeepAlive keepAlive = new KeepAlive();
  private final SimulatedModel model;
  private final Faults faults;
  private final Observations observations;
  private final InstantSource time;
  private final long seed;
  private final UsualLatency latency;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicInteger admitted = new AtomicInteger();

  SimulatedProvider(
      Map<ServerKind, Wire> servers,
      long seed,
      UsualLatency latency,
      Faults faults,
      Observations observations,
      InstantSource time) {
    this.servers = servers;
    this.provider = servers.get(ServerKind.HOSTED).provider();
    this.model = new SimulatedModel(seed);
    this.faults = faults;
    this.observations = observations;
    this.time = time;
    this.seed = seed;
    this.latency = latency;
  }

  /** A request as far as it could be parsed. */
  private record Request(
      Wire wire, HttpMethod method, String path, JsonNode body, Fault fault, AnswerId stamp) {
    ErrorReplies errors() {
      return new ErrorReplies(wire);
    }

    boolean streams() {
      return body.path("stream").asBoolean(false);
    }

    String model() {
      return body.path("model").asText("");
    }
  }

  /**
   * @param path the path below the provider's root
   */
  void handle(RoutingContext context, String path) {
    var exchange = new SimulatedExchange(context, provider, observations);
    keepAlive.begun(context.request().connection());
    BodyReader.read(context, MAX_BODY, body -> handle(exchange, path, body));
  }

  private void handle(SimulatedExchange exchange, String path, Optional<Buffer> body) {
    var fault = faults.next(provider);
    var wire = servers.get(fault.server()).at(path);
    var json = parsed(body.orElseGet(Buffer::buffer));
    var stamp = stamp(body, fault, wire);
    var method = exchange.context().request().method();
    var request =
        new Request(wire, method, path, json.orElseGet(MissingNode::getInstance), fault, stamp);
    var project = exchange.context().request().getHeader(ObservedParameters.PROJECT);
    exchange.asked(
        request.model(),
        FirstUserLine.of(request.body()),
        ObservedParameters.of(request.body(), project));
    if (!admit(exchange, request)) {
      exchange.send(request.errors().tooMany(fault, request.model(), stamp));
      return;
    }
    var refusal =
        body.isEmpty()
            ? Optional.of(new ProviderRefusal(413, "size"))
            : json.isEmpty() ? Optional.of(wire.malformed()) : Optional.<ProviderRefusal>empty();
    exchange.later(stamp.latencyMillis(), () -> answer(exchange, request, refusal));
  }

  /** Takes a permit if the concurrency limit allows; it is released when the exchange is over. */
  private boolean admit(SimulatedExchange exchange, Request request) {
    var places = request.fault().maxInFlight().orElse(Integer.MAX_VALUE);
    if (admitted.incrementAndGet() > places) {
      admitted.decrementAndGet();
      return false;
    }
    exchange.atEnd(() -> ended(exchange, request.wire()));
    return true;
  }

  private void ended(SimulatedExchange exchange, Wire wire) {
    admitted.decrementAndGet();
    if (wire.keepAliveMillis() > 0) {
      var context = exchange.context();
      keepAlive.ended(context.vertx(), context.request().connection(), wire.keepAliveMillis());
    }
  }

  private void answer(
      SimulatedExchange exchange, Request request, Optional<ProviderRefusal> refusal) {
    var fault = request.fault();
    if (fault.is(FaultKind.STATUS)) {
      exchange.send(request.errors().ordered(fault, request.model(), request.stamp()));
    } else if (fault.disturbance().filter(FaultKind::beforeLooking).isPresent()) {
      new Delivery(exchange).fail(fault.disturbance().get(), head(request));
    } else {
      try {
        respond(exchange, request, refusal);
      } catch (ProviderRefusal refused) {
        exchange.send(request.errors().of(refused, request.stamp()));
      }
    }
  }

  private void respond(
      SimulatedExchange exchange, Request request, Optional<ProviderRefusal> refusal)
      throws ProviderRefusal {
    var path = request.path();
    var wire = request.wire();
    var headers = exchange.context().request().headers();
    var isChat = path.equals(wire.chatPath());
    var isEmbeddings = wire.embeddingsPath().filter(path::equals).isPresent();
    var isModels = path.equals(wire.modelsPath()) || path.startsWith(wire.modelsPath() + "/");
    if (!isChat && !isEmbeddings && !isModels) {
      throw request.errors().unknownPath(request.method() + " " + path);
    }
    var right = isModels ? HttpMethod.GET : HttpMethod.POST;
    if (!request.method().equals(right)) {
      exchange.send(request.errors().wrongMethod(right.name(), request.stamp()));
      return;
    }
    wire.admit(headers);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (isChat) {
      wire.checkContentType(headers);
      chat(exchange, request);
    } else if (isEmbeddings) {
      wire.checkContentType(headers);
      embeddings(exchange, request);
    } else {
      var name = path.substring(wire.modelsPath().length()).replaceFirst("^/", "");
      var body = name.isEmpty() ? wire.models() : wire.model(known(wire, name));
      var reply = Reply.json(200, wire.headers(request.stamp()), body);
      new Delivery(exchange).whole(reply, request.fault());
    }
  }

  private void embeddings(SimulatedExchange exchange, Request request) throws ProviderRefusal {
    var asked = request.wire().embeddings(request.body());
    var headers = headers(request, asked.tokens());
    var delivery = new Delivery(exchange);
    if (request.fault().is(FaultKind.ERROR_INSIDE)) {
      errorInside(delivery, request, headers);
    } else {
      // Many vectors take seconds.
      exchange.sendComputed(
          () -> Reply.json(200, headers, asked.answer(request.fault())),
          reply -> delivery.whole(reply, request.fault()));
    }
  }

  private static Map<String, String> headers(Request request, long tokens) {
    var headers = new HashMap<>(request.wire().headers(request.stamp()));
    headers.putAll(request.wire().limits(tokens, request.stamp()));
    return headers;
  }

  private void chat(SimulatedExchange exchange, Request request) throws ProviderRefusal {
    var stamp = request.stamp();
    var wire = request.wire();
    var read = read(exchange, request);
    if (read.isEmpty()) {
      return;
    }
    var ask = read.get();
    wire.checkRate(ask, stamp.tokensPerMinute());
    var fault = request.fault();
    var answer = model.answer(ask, fault);
    var headers = headers(request, answer.inputTokens() + answer.outputTokens());
    var delivery = new Delivery(exchange);
    var choices = ask.options().answers();
    if (fault.is(FaultKind.ERROR_INSIDE)) {
      errorInside(delivery, request, headers);
    } else if (ask.stream()) {
      var head = new Reply(200, headers, Reply.EVENTS, "");
      var frames = wire.stream(ask, answer, stamp);
      var shown = fault.withoutUsage() ? AnswerFaults.withoutUsage(frames) : frames;
      var written = AnswerFaults.stream(shown, fault, choices);
      delivery.stream(
          head,
          fault.is(FaultKind.LOOSE_FORMAT) ? LooseFormat.stream(written) : written,
          wire.brokenStream(ask, stamp),
          fault);
    } else {
      var body = AnswerFaults.whole(wire.whole(ask, answer, stamp), fault, choices);
      if (fault.withoutUsage() && body instanceof ObjectNode object) {
        object.remove("usage");
      }
      var reply = Reply.json(200, headers, body);
      delivery.whole(
          fault.is(FaultKind.LOOSE_FORMAT) ? LooseFormat.whole(reply, body) : reply, fault);
    }
  }

  /** The request; empty if its error was told inside a stream. */
  private static Optional<Ask> read(SimulatedExchange exchange, Request request)
      throws ProviderRefusal {
    try {
      return Optional.of(request.wire().read(request.body()));
    } catch (ProviderRefusal refusal) {
      if (!request.streams() || !request.wire().isToldInStream(refusal)) {
        throw refusal;
      }
      var error = request.errors().of(refusal, request.stamp());
      var head = new Reply(200, error.headers(), Reply.EVENTS, "");
      var event = StreamFrame.data(error.body());
      new Delivery(exchange)
          .stream(head, List.of(event, StreamFrame.data("[DONE]")), event, request.fault());
      return Optional.empty();
    }
  }

  /** As vLLM tells it: the status is 200, and the error says by its code which one it should be. */
  private void errorInside(Delivery delivery, Request request, Map<String, String> headers) {
    var error = request.errors().inside(request.fault(), request.model(), request.stamp());
    if (request.streams()) {
      var frames =
          List.of(
              error.has("type")
                  ? ClaudeEvents.event("error", error, false)
                  : StreamFrame.data(error),
              StreamFrame.data("[DONE]"));
      var head = new Reply(200, headers, Reply.EVENTS, "");
      delivery.stream(head, frames, frames.getFirst(), request.fault());
    } else {
      delivery.whole(Reply.json(200, headers, error), request.fault());
    }
  }

  private static ModelRow known(Wire wire, String name) throws ProviderRefusal {
    return wire.sheet()
        .model(name)
        .orElseThrow(() -> new ProviderRefusal(404, "model").with("model", name));
  }

  private static Reply head(Request request) {
    return new Reply(
        200,
        request.wire().headers(request.stamp()),
        request.streams() ? Reply.EVENTS : Reply.JSON,
        "");
  }

  private AnswerId stamp(Optional<Buffer> body, Fault fault, Wire wire) {
    var number = Long.toString(requests.incrementAndGet());
    var id = RepeatableRandom.of(seed, provider.id(), number).bits();
    var hash = Integer.toString(body.map(Buffer::hashCode).orElse(0));
    return new AnswerId(
        HexFormat.of().toHexDigits(id),
        time.instant(),
        fault.latencyMillis().isPresent()
            ? fault.latencyMillis().getAsInt()
            : latency.millis(seed, hash),
        fault.tokensPerMinute().orElse(wire.sheet().tokensPerMinute()));
  }

  /** The body as JSON; empty if not JSON. */
  private static Optional<JsonNode> parsed(Buffer body) {
    try {
      return Optional.of(JsonBody.of(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
