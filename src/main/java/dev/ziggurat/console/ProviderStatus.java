package dev.ziggurat.console;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.AiModels;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.tick.TickReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a provider in the chain.
 *
 * @param state {@code ready, probing, breaker open, cooling down, no key, switched off}
 * @param why the reason in one sentence; empty if ready
 * @param until when it is called again, if known
 * @param model the model in use; empty if it has no known model
 * @param answers whether it is currently called first
 * @param answered answered turns of the game's last tick; empty while it runs
 */
public record ProviderStatus(
    String id,
    String state,
    String why,
    Optional<Instant> until,
    String model,
    boolean simulated,
    boolean answers,
    Optional<Long> answered) {

  private static final String READY = "ready";
  private static final String COOLING = "cooling down";

  /** All providers in the order of the chain. */
  static List<ProviderStatus> all(AiModels models, Optional<GameView> game) {
    var stands = new ArrayList<ProviderStatus>();
    var found = false;
    for (var provider : Provider.values()) {
      var stand = of(provider, models, !found, answered(provider, game));
      found |= stand.answers();
      stands.add(stand);
    }
    return List.copyOf(stands);
  }

  private static ProviderStatus of(
      Provider provider, AiModels models, boolean first, Optional<Long> answered) {
    var choice = models.settings().providers().get(provider);
    var health = models.health().get(provider);
    var state = state(provider, models);
    return new ProviderStatus(
        provider.id(),
        state,
        health
            .cooling()
            .map(AiModels.Cooling::reason)
            .filter(_ -> state.equals(COOLING))
            .orElse(""),
        health.cooling().map(AiModels.Cooling::until).filter(_ -> state.equals(COOLING)),
        choice.effectiveModel().orElse(""),
        models.simulated().contains(provider),
        first && state.equals(READY),
        answered);
  }

  private static String state(Provider provider, AiModels models) {
    var health = models.health().get(provider);
    if (!models.settings().providers().get(provider).enabled()) {
      return "switched off";
    }
    if (!models.providers().get(provider)) {
      return "no key";
    }
    if (health.cooling().isPresent()) {
      return COOLING;
    }
    return switch (health.breaker()) {
      case "open" -> "breaker open";
      case "half_open" -> "probing";
      default -> READY;
    };
  }

  private static Optional<Long> answered(Provider provider, Optional<GameView> game) {
    var latest = game.flatMap(GameView::latest);
    if (latest.filter(TickReport::running).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        latest
            .map(TickReport::inference)
            .map(inference -> inference.byProvider().getOrDefault(provider.id(), 0L))
            .orElse(0L));
  }

  /** The style of its badge. */
  public String kind() {
    return switch (state) {
      case READY -> "good";
      case "probing" -> "warn";
      case COOLING, "breaker open" -> "bad";
      default -> "plain";
    };
  }
}
