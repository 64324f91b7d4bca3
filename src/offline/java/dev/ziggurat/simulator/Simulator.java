package dev.ziggurat.simulator;

import dev.ziggurat.llm.Provider;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Simulates wandb, groq, claude and openai on a Vert.x router, in this process or a stand-alone
 * one. Answers depend only on the seed and the request; each simulator has its own faults and
 * observations.
 */
public final class Simulator {

  private static final String ROOT = "/simulator";

  private final List<Map<ServerKind, Wire>> servers =
      List.of(
          servers(new WandbWire(), "/v1"),
          servers(new GroqWire(), "/openai/v1"),
          Map.of(ServerKind.HOSTED, new ClaudeWire()),
          servers(new OpenAiWire(), "/v1"));
  private final long seed;
  private final UsualLatency latency;
  private final InstantSource time;
  private final Faults faults =
      new Faults(
          servers.stream()
              .collect(
                  Collectors.toMap(
                      kinds -> kinds.get(ServerKind.HOSTED).provider(), Simulator::sheets)));
  private final Observations observations = new Observations();

  /**
   * A simulator without faults.
   *
   * @param seed seed of decisions, ids and latencies
   * @param latency latency of answers where no fault sets one
   * @param time clock for timestamps of answers
   */
  public Simulator(long seed, UsualLatency latency, InstantSource time) {
    this.seed = seed;
    this.latency = latency;
    this.time = time;
  }

  private static Map<ServerKind, Wire> servers(Wire hosted, String root) {
    return Map.of(
        ServerKind.HOSTED,
        hosted,
        ServerKind.VLLM,
        new VllmWire(hosted.provider(), root),
        ServerKind.LLAMA,
        new LlamaWire(hosted.provider(), root));
  }

  private static Map<ServerKind, ProviderSheet> sheets(Map<ServerKind, Wire> kinds) {
    return kinds.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sheet()));
  }

  /** Adds all routes below {@code /simulator} to the router. */
  public void mount(Router router) {
    new ControlRoutes(faults, observations).mount(router);
    var artifacts = new SimulatedArtifacts();
    artifacts.mount(router);
    new SimulatedTraining(artifacts).mount(router);
    for (var kinds : servers) {
      var played = new SimulatedProvider(kinds, seed, latency, faults, observations, time);
      var root = ROOT + "/" + kinds.get(ServerKind.HOSTED).provider().id();
      router
          .route(root + "/*")
          .handler(
              context -> played.handle(context, context.normalizedPath().substring(root.length())));
    }
  }

  /**
   * The path of the provider's base address; chat and models are below it, as with the real one.
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
