package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.simulator.agent.RepeatableRandom;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One provider at work: takes a request, looks up what is to go wrong, and answers. */
final class SimulatedProvider {

  private static final int MAX_BODY = 4 * 1024 * 1024;

  private final Wire wire;
  private final ErrorReplies errors;
  private final SimulatedModel mind;
  private final Faults faults;
  private final Observations observations;
  private final InstantSource time;
  private final long seed;
  private final UsualLatency latency;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicInteger admitted = new AtomicInteger();

  SimulatedProvider(
      Wire wire,
      long seed,
      UsualLatency latency,
      Faults faults,
      Observations observations,
      InstantSource time) {
    this.wire = wire;
    this.errors = new ErrorReplies(wire);
    this.mind = new SimulatedModel(seed);
    this.faults = faults;
    this.observations = observations;
    this.time = time;
    this.seed = seed;
    this.latency = latency;
  }

  /** What a request asks for, as far as one can tell. */
  private record Heard(HttpMethod method, String path, JsonNode body, Fault fault, AnswerId stamp) {
    boolean streams() {
      return body.path("stream").asBoolean(false);
    }

    String model() {
      return body.path("model").asText("");
    }
  }

  /**
   * @param path the path below the provider's own root
   */
  void handle(RoutingContext context, String path) {
    var exchange = new SimulatedExchange(context, wire.provider(), observations);
    BodyReader.read(context, MAX_BODY, body -> heard(exchange, path, body));
  }

  private void heard(SimulatedExchange exchange, String path, Optional<Buffer> body) {
    var fault = faults.next(wire.provider());
    var json = parsed(body.orElseGet(Buffer::buffer));
    var stamp = stamp(body, fault);
    var method = exchange.context().request().method();
    var heard = new Heard(method, path, json.orElseGet(MissingNode::getInstance), fault, stamp);
    var project = exchange.context().request().getHeader(Parameters.PROJECT);
    exchange.asked(
        heard.model(), FirstUserLine.of(heard.body()), Parameters.of(heard.body(), project));
    if (!admit(exchange, fault)) {
      exchange.send(errors.tooMany(fault, heard.model(), stamp));
      return;
    }
    var refusal =
        body.isEmpty()
            ? Optional.of(new ProviderRefusal(413, "size"))
            : json.isEmpty() ? Optional.of(malformed()) : Optional.<ProviderRefusal>empty();
    exchange.later(stamp.latencyMillis(), () -> answer(exchange, heard, refusal));
  }

  /** Takes one of the places there are; a place is free again once the exchange is over. */
  private boolean admit(SimulatedExchange exchange, Fault fault) {
    var places = fault.maxInFlight().orElse(Integer.MAX_VALUE);
    if (admitted.incrementAndGet() > places) {
      admitted.decrementAndGet();
      return false;
    }
    exchange.atEnd(admitted::decrementAndGet);
    return true;
  }

  private void answer(SimulatedExchange exchange, Heard heard, Optional<ProviderRefusal> refusal) {
    var fault = heard.fault();
    if (fault.is(FaultKind.STATUS)) {
      exchange.send(errors.ordered(fault, heard.model(), heard.stamp()));
    } else if (fault.disturbance().filter(FaultKind::beforeLooking).isPresent()) {
      new Delivery(exchange).fail(fault.disturbance().get(), head(heard));
    } else {
      try {
        speak(exchange, heard, refusal);
      } catch (ProviderRefusal refused) {
        exchange.send(errors.of(refused, heard.stamp()));
      }
    }
  }

  private void speak(SimulatedExchange exchange, Heard heard, Optional<ProviderRefusal> refusal)
      throws ProviderRefusal {
    var path = heard.path();
    var headers = exchange.context().request().headers();
    var isChat = path.equals(wire.chatPath());
    var isModels = path.equals(wire.modelsPath()) || path.startsWith(wire.modelsPath() + "/");
    if (!isChat && !isModels) {
      throw unknownPath(heard);
    }
    if (!heard.method().equals(isChat ? HttpMethod.POST : HttpMethod.GET)) {
      exchange.send(wrongMethod(heard, isChat ? "POST" : "GET"));
      return;
    }
    wire.admit(headers);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (isChat) {
      chat(exchange, heard);
    } else {
      var name = path.substring(wire.modelsPath().length()).replaceFirst("^/", "");
      var body = name.isEmpty() ? wire.models() : wire.model(known(name));
      var reply = Reply.json(200, wire.headers(heard.stamp()), body);
      new Delivery(exchange).whole(reply, heard.fault());
    }
  }

  private void chat(SimulatedExchange exchange, Heard heard) throws ProviderRefusal {
    var stamp = heard.stamp();
    var ask = wire.read(heard.body());
    wire.checkRate(ask, stamp.tokensPerMinute());
    var answer = mind.answer(ask, heard.fault());
    var headers = new HashMap<>(wire.headers(stamp));
    headers.putAll(wire.limits(answer.inputTokens() + answer.outputTokens(), stamp));
    var delivery = new Delivery(exchange);
    if (ask.stream()) {
      var head = new Reply(200, headers, Reply.EVENTS, "");
      var frames = wire.stream(ask, answer, stamp);
      var shown = heard.fault().withoutUsage() ? withoutUsage(frames) : frames;
      delivery.stream(head, shown, wire.brokenStream(ask, stamp), heard.fault());
    } else {
      var body = wire.whole(ask, answer, stamp);
      if (heard.fault().withoutUsage() && body instanceof ObjectNode object) {
        object.remove("usage");
      }
      delivery.whole(Reply.json(200, headers, body), heard.fault());
    }
  }

  private static List<StreamFrame> withoutUsage(List<StreamFrame> frames) {
    return frames.stream().filter(frame -> !frame.text().contains("\"choices\":[]")).toList();
  }

  private ModelRow known(String name) throws ProviderRefusal {
    return wire.sheet()
        .model(name)
        .orElseThrow(() -> new ProviderRefusal(404, "model").with("model", name));
  }

  private ProviderRefusal unknownPath(Heard heard) {
    var variant = wire.sheet().error(404, Optional.of("path")).isPresent() ? "path" : "model";
    return new ProviderRefusal(404, variant).with("param", heard.method() + " " + heard.path());
  }

  private Reply wrongMethod(Heard heard, String right) {
    var words =
        new ProviderRefusal(400, "invalid").with("message", "method not allowed; use " + right);
    var body = errors.of(words, heard.stamp());
    var headers = new HashMap<>(body.headers());
    headers.put("allow", right);
    return new Reply(405, headers, body.contentType(), body.body());
  }

  private static ProviderRefusal malformed() {
    return new ProviderRefusal(400, "invalid").with("message", "We could not parse the JSON body.");
  }

  private Reply head(Heard heard) {
    return new Reply(
        200, wire.headers(heard.stamp()), heard.streams() ? Reply.EVENTS : Reply.JSON, "");
  }

  private AnswerId stamp(Optional<Buffer> body, Fault fault) {
    var number = Long.toString(requests.incrementAndGet());
    var id = RepeatableRandom.of(seed, wire.provider().id(), number).bits();
    var hash = Integer.toString(body.map(Buffer::hashCode).orElse(0));
    return new AnswerId(
        HexFormat.of().toHexDigits(id),
        time.instant(),
        fault.latencyMillis().isPresent()
            ? fault.latencyMillis().getAsInt()
            : latency.millis(seed, hash),
        fault.tokensPerMinute().orElse(wire.sheet().tokensPerMinute()));
  }

  /** The body as JSON; empty for what is no JSON. */
  private static Optional<JsonNode> parsed(Buffer body) {
    try {
      return Optional.of(JsonBody.of(body));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
