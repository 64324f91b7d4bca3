package dev.ziggurat.models;

import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.ledger.BudgetBalance;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Settings, keys, warnings and health of all providers and their models. The first members are
 * compatible with existing admin front ends.
 *
 * @param currentSettings the admin's choice for W&amp;B
 * @param providers whether each provider can be called: it has a key, or is simulated
 * @param simulated the simulated providers
 * @param order in which the chain tries the providers; all members by provider are in this order
 * @param activeProvider the first provider of the chain that has a key or is simulated, and is
 *     enabled; null if none is
 * @param wandbModels the models that W&amp;B lists now; those of the catalogue if the list was
 *     never fetched
 * @param wandbModelsError why W&amp;B's list is missing or out of date; null if it is current
 * @param settings the choices for all providers, with their version
 * @param keys where each key comes from
 * @param warnings one sentence each
 * @param health breaker, cooldown and recent calls of each provider
 * @param budgets what is spent at each provider in this day and month (UTC), and what is left
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
    Map<Provider, Health> health,
    Map<Provider, List<BudgetBalance>> budgets) {

  /** The admin's choice for W&amp;B; the model is null if the admin chose none. */
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
   * The choices for all providers.
   *
   * @param version the ETag; changes of the catalogue increment it too
   */
  @Schema(name = "ModelSettings")
  public record Settings(
      long version, String changedBy, Instant changedAt, Map<Provider, Choice> providers) {}

  /**
   * The choice for one provider.
   *
   * @param model the admin's choice; null for the default of environment or catalogue
   * @param effectiveModel the model that is used; null if none is known
   * @param effectiveFrom where the choice of that model comes from
   * @param unknownModel a name chosen by an admin or the environment that is ignored, because the
   *     catalogue does not have it; null if there is none. {@code POST /api/admin/served-models}
   *     registers it
   * @param warning a problem of the choice; null if there is none
   * @param budget the limits of what may be spent there
   */
  @Schema(name = "ModelChoice")
  public record Choice(
      Optional<String> model,
      boolean enabled,
      Optional<String> effectiveModel,
      Optional<ModelChoice.Source> effectiveFrom,
      Optional<String> unknownModel,
      Optional<String> warning,
      ProviderBudgetView budget) {}

  /**
   * A provider's key.
   *
   * @param variable the environment variable that holds it
   * @param url where to get a key; null if unknown
   * @param present whether it is set
   */
  @Schema(name = "ProviderKey")
  public record Key(String variable, Optional<String> url, boolean present) {}

  /**
   * State and recent calls of a provider.
   *
   * @param breaker its circuit breaker in this process: {@code closed, open, half_open}
   * @param cooling the active cooldown of the provider or its model; null if there is none
   * @param concurrencyLimit how many calls this process sends to it at the same time
   * @param lastError the most recent failure in any process; null if there is none
   */
  @Schema(name = "ProviderHealth")
  public record Health(
      String breaker,
      Optional<Cooling> cooling,
      int concurrencyLimit,
      Optional<LastError> lastError,
      LastHour lastHour) {}

  /**
   * An active cooldown.
   *
   * @param model the model that the cooldown applies to; null if it applies to the provider
   */
  @Schema(name = "ProviderCooling")
  public record Cooling(
      Instant until, OutcomeClass outcome, String reason, Optional<String> model) {}

  /** A failure. */
  @Schema(name = "ProviderError")
  public record LastError(
      Instant at, OutcomeClass outcome, int httpStatus, String model, Optional<String> reason) {}

  /**
   * Statistics of at most 1,000 attempts in the last hour, the most recent ones, in all processes.
   *
   * @param successRate from 0 to 1; null without attempts
   * @param p50Millis latency of successful attempts; null without any
   */
  @Schema(name = "ProviderLastHour")
  public record LastHour(
      long attempts,
      long successes,
      Optional<Double> successRate,
      Optional<Long> p50Millis,
      Optional<Long> p95Millis) {}
}
