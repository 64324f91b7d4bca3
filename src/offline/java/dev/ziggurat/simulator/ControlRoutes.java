package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The simulator's own endpoints: set faults and read observations. */
final class ControlRoutes {

  private static final int MAX_BODY = 64 * 1024;

  private final Faults faults;
  private final Observations observations;

  ControlRoutes(Faults faults, Observations observations) {
    this.faults = faults;
    this.observations = observations;
  }

  void mount(Router router) {
    router.get("/simulator/faults").handler(context -> show(context, faults.shown()));
    router.put("/simulator/faults").handler(this::replaceFaults);
    router
        .delete("/simulator/faults")
        .handler(
            context -> {
              faults.clear();
              context.response().setStatusCode(204).end();
            });
    router.get("/simulator/observations").handler(context -> show(context, observations.shown()));
    router
        .delete("/simulator/observations")
        .handler(
            context -> {
              observations.reset();
              context.response().setStatusCode(204).end();
            });
  }

  private void replaceFaults(RoutingContext context) {
    BodyReader.read(
        context,
        MAX_BODY,
        body -> {
          try {
            faults.replace(parsed(body));
            show(context, faults.shown());
          } catch (InvalidFaultField wrong) {
            refuse(context, wrong);
          }
        });
  }

  private static JsonNode parsed(Optional<Buffer> body) throws InvalidFaultField {
    if (body.isEmpty()) {
      throw new InvalidFaultField("body", "must not be larger than " + MAX_BODY + " bytes");
    }
    try {
      return JsonBody.of(body.get());
    } catch (JsonProcessingException e) {
      throw new InvalidFaultField("body", "is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void show(RoutingContext context, JsonNode body) {
    context.response().putHeader("content-type", Reply.JSON).end(body.toString());
  }

  /** A problem document (RFC 9457). */
  private static void refuse(RoutingContext context, InvalidFaultField wrong) {
    var problem = JsonNodeFactory.instance.objectNode();
    problem
        .put("type", "about:blank")
        .put("title", "Bad Request")
        .put("status", 400)
        .put("detail", wrong.field() + " " + wrong.getMessage())
        .putArray("violations")
        .addObject()
        .put("field", wrong.field())
        .put("message", wrong.getMessage());
    context
        .response()
        .setStatusCode(400)
        .putHeader("content-type", "application/problem+json")
        .end(problem.toString());
  }
}
