package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * W&B Serverless Training: models and jobs in memory. A job goes on by some events each time its
 * client has read all that there were. The job of a model whose name ends in {@code -fails} fails,
 * that of a name in {@code -refused} is refused.
 */
final class SimulatedTraining {

  private static final String ROOT = "/simulator/wandb/training/v1/preview";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_BODY = 64 * 1024;
  private static final int MAX_KEPT = 1_000;
  private static final int RELEASED_AT_ONCE = 3;
  private static final int PAGE = 2;
  private static final int STEPS = 4;
  private static final List<String> BASE_MODELS =
      List.of(
          "OpenPipe/Qwen3-14B-Instruct",
          "meta-llama/Llama-3.1-8B-Instruct",
          "meta-llama/Llama-3.1-70B-Instruct");

  private final SimulatedArtifacts artifacts;
  private final AtomicLong ids = new AtomicLong();
  private final Map<String, Trained> models = new ConcurrentHashMap<>();
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();

  SimulatedTraining(SimulatedArtifacts artifacts) {
    this.artifacts = artifacts;
  }

  /** A model; its step grows with each job. */
  private static final class Trained {
    private final ObjectNode shown;
    private long step;

    private Trained(ObjectNode shown) {
      this.shown = shown;
    }

    private String name() {
      return shown.path("name").asText();
    }
  }

  /** A job, and how many of its events there are by now. */
  private static final class Job {
    private final Trained model;
    private final List<ObjectNode> events;
    private int released;

    private Job(Trained model, List<ObjectNode> events) {
      this.model = model;
      this.events = events;
    }
  }

  void mount(Router router) {
    router.post(ROOT + "/models").handler(context -> read(context, this::create));
    router.post(ROOT + "/sft-training-jobs").handler(context -> read(context, this::start));
    router
        .get(ROOT + "/training-jobs/:id/events")
        .handler(context -> admitted(context, this::events));
    router
        .get(ROOT + "/models/:id/checkpoints")
        .handler(context -> admitted(context, this::checkpoints));
    router.delete(ROOT + "/models/:id").handler(context -> admitted(context, this::delete));
  }

  private interface WithBody {
    void handle(RoutingContext context, JsonNode body);
  }

  private interface WithoutBody {
    void handle(RoutingContext context);
  }

  private static void admitted(RoutingContext context, WithoutBody handler) {
    var authorization = context.request().getHeader("Authorization");
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      refuse(context, 401, "Invalid API key");
    } else {
      handler.handle(context);
    }
  }

  private static void read(RoutingContext context, WithBody handler) {
    BodyReader.read(
        context,
        MAX_BODY,
        body ->
            admitted(
                context,
                _ -> {
                  var parsed = parsed(body);
                  if (parsed.isEmpty()) {
                    refuse(context, 422, "the body is not JSON");
                  } else {
                    handler.handle(context, parsed.get());
                  }
                }));
  }

  private static Optional<JsonNode> parsed(Optional<Buffer> body) {
    try {
      return body.isEmpty() ? Optional.empty() : Optional.of(JsonBody.of(body.get()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private synchronized void create(RoutingContext context, JsonNode body) {
    for (var field : List.of("entity", "project", "name", "base_model")) {
      if (body.path(field).asText().isBlank()) {
        refuse(context, 422, field + ": field required");
        return;
      }
    }
    if (!BASE_MODELS.contains(body.path("base_model").asText())) {
      refuse(context, 400, "base_model: is not trainable");
      return;
    }
    var known =
        models.values().stream()
            .filter(
                model ->
                    List.of("entity", "project", "name").stream()
                        .allMatch(field -> model.shown.path(field).equals(body.path(field))))
            .findFirst();
    if (known.isPresent()) {
      reply(context, 200, known.get().shown);
      return;
    }
    if (models.size() >= MAX_KEPT) {
      refuse(context, 409, "too many models");
      return;
    }
    var id = "model-" + ids.incrementAndGet();
    var shown = NODES.objectNode().put("id", id);
    for (var field : List.of("entity", "project", "name", "base_model")) {
      shown.set(field, body.path(field));
    }
    shown.put("run_id", "run-" + id);
    models.put(id, new Trained(shown));
    reply(context, 200, shown);
  }

  private synchronized void start(RoutingContext context, JsonNode body) {
    var model = models.get(body.path("model_id").asText());
    if (model == null) {
      refuse(context, 404, "model not found");
      return;
    }
    if (!body.at("/config/learning_rate").isNumber()) {
      refuse(context, 422, "config.learning_rate: field required");
      return;
    }
    if (model.name().endsWith("-refused")) {
      refuse(context, 422, "training_data_url: the data was refused");
      return;
    }
    var data = artifacts.find(body.path("training_data_url").asText());
    if (data.isEmpty()) {
      refuse(context, 404, "training_data_url: artifact not found");
      return;
    }
    if (data.get().fault().isPresent()) {
      refuse(context, 422, "training_data_url: " + data.get().fault().get());
      return;
    }
    var id = "job-" + ids.incrementAndGet();
    jobs.put(id, new Job(model, events(id, model, data.get().lines())));
    reply(context, 200, NODES.objectNode().put("id", id));
  }

  private static List<ObjectNode> events(String job, Trained model, long lines) {
    var events = new ArrayList<ObjectNode>();
    var started = event(events, job, "training_started");
    started.put("num_sequences", lines);
    for (var step = 1; step <= STEPS; step++) {
      event(events, job, "gradient_step").put("step", step).put("loss", 2.0 / (1 + step));
    }
    if (model.name().endsWith("-fails")) {
      event(events, job, "training_failed").put("error_message", "the simulated training diverged");
    } else {
      event(events, job, "training_ended");
    }
    return List.copyOf(events);
  }

  private static ObjectNode event(List<ObjectNode> events, String job, String type) {
    var event = NODES.objectNode().put("id", job + '-' + (events.size() + 1)).put("type", type);
    events.add(event);
    return event.putObject("data");
  }

  private synchronized void events(RoutingContext context) {
    var job = jobs.get(context.pathParam("id"));
    if (job == null) {
      refuse(context, 404, "training job not found");
      return;
    }
    var after = context.request().getParam("after");
    var from = 0;
    if (after != null) {
      from =
          job.events.stream().map(event -> event.path("id").asText()).toList().indexOf(after) + 1;
    }
    if (from == job.released) {
      job.released = Math.min(job.events.size(), job.released + RELEASED_AT_ONCE);
      if (job.released == job.events.size()) {
        job.model.step = STEPS;
      }
    }
    var to = Math.min(job.released, from + PAGE);
    var page = NODES.objectNode();
    page.putArray("data").addAll(job.events.subList(from, to));
    page.put("has_more", to < job.released);
    reply(context, 200, page);
  }

  private synchronized void checkpoints(RoutingContext context) {
    var model = models.get(context.pathParam("id"));
    if (model == null) {
      refuse(context, 404, "model not found");
      return;
    }
    var page = NODES.objectNode();
    var data = page.putArray("data");
    if (model.step > 0) {
      data.addObject()
          .put("id", "checkpoint-" + model.step)
          .put("step", model.step)
          .putObject("metrics");
    }
    page.put("has_more", false);
    reply(context, 200, page);
  }

  private synchronized void delete(RoutingContext context) {
    if (models.remove(context.pathParam("id")) == null) {
      refuse(context, 404, "model not found");
    } else {
      context.response().setStatusCode(204).end();
    }
  }

  private static void refuse(RoutingContext context, int status, String detail) {
    reply(context, status, NODES.objectNode().put("detail", detail));
  }

  private static void reply(RoutingContext context, int status, JsonNode body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", Reply.JSON)
        .end(body.toString());
  }
}
