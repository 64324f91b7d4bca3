package dev.ziggurat.models;

import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Everything an operator wants to know of the models in use. The first members have the shape that
 * existing admin front ends read.
 *
 * @param currentSettings the admin's choice for W&amp;B
 * @param providers which can be asked: those with a key, and the simulated ones
 * @param simulated the providers that the simulator plays
 * @param order in which the chain tries the providers; all members by provider are in this order
 * @param activeProvider the first of the chain that can be asked and is enabled; null if none is
 * @param wandbModels what W&amp;B serves now, by its own list; without one, by the catalogue
 * @param wandbModelsError why W&amp;B's own list is not there or not new; null if it is
 * @param settings the choices for all four, with their version
 * @param keys where each key comes from
 * @param warnings one sentence each
 * @param health how each provider does
 */
public record AiModels(
    CurrentSettings currentSettings,
    Map<Provider, Boolean> providers,
    List<Provider> simulated,
    List<Provider> order,
    Optional<Provider> activeProvider,
    List<WandbModel> wandbModels,
    Optional<String> wandbModelsError,
    List<RecommendedModel> recommendedModels,
    Settings settings,
    Map<Provider, Key> keys,
    List<String> warnings,
    Map<Provider, Health> health) {

  /** The admin's choice for W&amp;B; the model is null where it is left to the environment. */
  public record CurrentSettings(Optional<String> wandbModel, boolean wandbEnabled) {}

  /** A model that W&amp;B serves. */
  public record WandbModel(String id, String name, String description) {}

  /**
   * A model worth trying.
   *
   * @param available whether W&amp;B serves it now
   */
  public record RecommendedModel(String id, String name, String description, boolean available) {}

  /**
   * The choices for all.
   *
   * @param version what the ETag says; a change of the catalogue raises it too
   */
  @Schema(name = "ModelSettings")
  public record Settings(
      long version, String changedBy, Instant changedAt, Map<Provider, Choice> providers) {}

  /**
   * The choice for one provider.
   *
   * @param model the admin's; null leaves it to the environment
   * @param effectiveModel what the provider is asked for; null if it serves none that is known
   * @param effectiveFrom who chose that
   * @param warning what is wrong with the choice; null if nothing
   */
  @Schema(name = "ModelChoice")
  public record Choice(
      Optional<String> model,
      boolean enabled,
      Optional<String> effectiveModel,
      Optional<ModelChoice.Source> effectiveFrom,
      Optional<String> warning) {}

  /**
   * A provider's key.
   *
   * @param variable the environment variable that holds it
   * @param url where to get one; null where that is not known
   * @param present whether it is set
   */
  @Schema(name = "ProviderKey")
  public record Key(String variable, Optional<String> url, boolean present) {}

  /**
   * How a provider does.
   *
   * @param breaker its circuit breaker in this process: {@code closed, open, half_open}
   * @param cooling while it, or the model it would be asked for, is left alone; else null
   * @param concurrencyLimit how many calls it gets at once from this process
   * @param lastError its newest failure in any process; null if there is none
   */
  @Schema(name = "ProviderHealth")
  public record Health(
      String breaker,
      Optional<Cooling> cooling,
      int concurrencyLimit,
      Optional<LastError> lastError,
      LastHour lastHour) {}

  /**
   * A provider that is left alone.
   *
   * @param model the one model that is left alone; null if all are
   */
  @Schema(name = "ProviderCooling")
  public record Cooling(
      Instant until, OutcomeClass outcome, String reason, Optional<String> model) {}

  /** A failure. */
  @Schema(name = "ProviderError")
  public record LastError(
      Instant at, OutcomeClass outcome, int httpStatus, String model, Optional<String> reason) {}

  /**
   * The newest thousand attempts of the last hour, in all processes.
   *
   * @param successRate from 0 to 1; null without attempts
   * @param p50Millis of the successes; null without any
   */
  @Schema(name = "ProviderLastHour")
  public record LastHour(
      long attempts,
      long successes,
      Optional<Double> successRate,
      Optional<Long> p50Millis,
      Optional<Long> p95Millis) {}
}
