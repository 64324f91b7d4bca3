package dev.ziggurat.training.wandb;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderConfig;
import dev.ziggurat.training.TrainingConfig;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;

/**
 * Where W&amp;B is, with the key of the provider wandb; the simulator where that one is simulated.
 */
@Singleton
public class WandbAccess {

  private static final String SIMULATED_PROJECT = "simulated/training";

  private final Endpoints endpoints;
  private final ProviderConfig providers;
  private final TrainingConfig config;

  WandbAccess(Endpoints endpoints, ProviderConfig providers, TrainingConfig config) {
    this.endpoints = endpoints;
    this.providers = providers;
    this.config = config;
  }

  /** Whether calls go to the simulator. */
  public boolean isSimulated() {
    return endpoints
        .find(Providers.builtIn().get(Provider.WANDB))
        .filter(Endpoint::simulated)
        .isPresent();
  }

  /** Why W&amp;B cannot be called; empty if it can. */
  public Optional<String> unusableReason() {
    return endpoints
        .unusableReason(Providers.builtIn().get(Provider.WANDB))
        .map(reason -> reason + " (WANDB_API_KEY)");
  }

  /** The project to train in, as {@code team/project}, if one is set. */
  public Optional<String> project() {
    return providers
        .wandb()
        .project()
        .map(String::strip)
        .filter(project -> project.contains("/"))
        .or(() -> isSimulated() ? Optional.of(SIMULATED_PROJECT) : Optional.empty());
  }

  /**
   * The training API.
   *
   * @throws dev.ziggurat.llm.ProviderFailure without a key
   */
  Endpoint training() {
    return at("training/v1", config.apiBase());
  }

  /**
   * W&amp;B itself.
   *
   * @throws dev.ziggurat.llm.ProviderFailure without a key
   */
  Endpoint artifacts() {
    return at("artifacts", config.artifactBase());
  }

  /** The simulator has both beside the inference API. */
  private Endpoint at(String simulatedPath, String base) {
    var inference = endpoints.get(Providers.builtIn().get(Provider.WANDB));
    var address =
        inference.simulated()
            ? inference.base().resolve(simulatedPath)
            : URI.create(base.replaceAll("/+$", ""));
    return new Endpoint(Provider.WANDB, address, inference.key(), inference.simulated());
  }
}
