package dev.ziggurat.simulator;

import dev.ziggurat.llm.Provider;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plays wandb, groq, claude and openai on any Vert.x router, inside our process or a stand-alone
 * one. Answers depend on the seed and the request only; each simulator keeps faults and
 * observations of its own.
 */
public final class Simulator {

  private static final String ROOT = "/simulator";

  private final List<Wire> wires =
      List.of(new WandbWire(), new GroqWire(), new ClaudeWire(), new OpenAiWire());
  private final long seed;
  private final UsualLatency latency;
  private final InstantSource time;
  private final Faults faults =
      new Faults(wires.stream().collect(Collectors.toMap(Wire::provider, Wire::sheet)));
  private final Observations observations = new Observations();

  /**
   * A simulator without faults.
   *
   * @param seed what the agents' decisions, the ids and the latencies grow from
   * @param latency of answers of which no fault says it
   * @param time what answers are dated by
   */
  public Simulator(long seed, UsualLatency latency, InstantSource time) {
    this.seed = seed;
    this.latency = latency;
    this.time = time;
  }

  /** Adds everything below {@code /simulator} to the router. */
  public void mount(Router router) {
    new ControlRoutes(faults, observations).mount(router);
    for (var wire : wires) {
      var played = new SimulatedProvider(wire, seed, latency, faults, observations, time);
      var root = ROOT + "/" + wire.provider().id();
      router
          .route(root + "/*")
          .handler(
              context -> played.handle(context, context.normalizedPath().substring(root.length())));
    }
  }

  /**
   * The path a client takes for the provider's base address; chat and models are below it, as they
   * are below the real one.
   */
  public static String basePath(Provider provider) {
    return ROOT
        + switch (provider.id()) {
          case "wandb" -> "/wandb/v1";
          case "groq" -> "/groq/openai/v1";
          case "claude" -> "/claude";
          case "openai" -> "/openai/v1";
          default -> throw new IllegalArgumentException("nobody plays " + provider.id());
        };
  }
}
