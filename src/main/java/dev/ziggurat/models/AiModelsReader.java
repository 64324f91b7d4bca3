package dev.ziggurat.models;

import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.chain.ProviderState;
import dev.ziggurat.chain.ProviderStates;
import dev.ziggurat.ledger.BudgetBalances;
import dev.ziggurat.ledger.RecentAttempts;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.WireFormat;
import dev.ziggurat.models.AiModels.Choice;
import dev.ziggurat.models.AiModels.Cooling;
import dev.ziggurat.models.AiModels.CurrentSettings;
import dev.ziggurat.models.AiModels.Health;
import dev.ziggurat.models.AiModels.LastError;
import dev.ziggurat.models.AiModels.LastHour;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** Assembles {@link AiModels} from settings, provider states and the ledger. */
@Singleton
class AiModelsReader {

  private final ProviderStates states;
  private final RecentAttempts recent;
  private final ModelWarnings warnings;
  private final WandbModelList wandbList;
  private final WandbRecommendations recommendations;
  private final BudgetBalances balances;
  private final InstantSource time;

  AiModelsReader(
      ProviderStates states,
      RecentAttempts recent,
      ModelWarnings warnings,
      WandbModelList wandbList,
      WandbRecommendations recommendations,
      BudgetBalances balances,
      InstantSource time) {
    this.balances = balances;
    this.time = time;
    this.states = states;
    this.recent = recent;
    this.warnings = warnings;
    this.wandbList = wandbList;
    this.recommendations = recommendations;
  }

  AiModels read(SettingsView view) {
    var list = wandbList.now();
    var providers = view.providers();
    var stateByProvider = providers.each(provider -> states.of(provider, view));
    var choices = providers.each(provider -> choice(stateByProvider.get(provider), view));
    return new AiModels(
        new CurrentSettings(view.model(Provider.WANDB), view.enabled(Provider.WANDB)),
        providers.each(provider -> stateByProvider.get(provider).usable()),
        providers.inOrder().stream()
            .filter(provider -> stateByProvider.get(provider).simulated())
            .toList(),
        providers.inOrder(),
        providers.inOrder().stream()
            .filter(provider -> stateByProvider.get(provider).usable() && view.enabled(provider))
            .findFirst(),
        recommendations.models(list),
        list.error(),
        recommendations.recommended(list),
        new AiModels.Settings(view.version(), view.changedBy(), view.changedAt(), choices),
        providers.each(provider -> KeySources.of(stateByProvider.get(provider))),
        warnings.ofAll(stateByProvider, choices, view),
        providers.each(provider -> health(stateByProvider.get(provider), recent.of(provider))),
        balances.ofProviders(view, time.instant()));
  }

  private Choice choice(ProviderState state, SettingsView view) {
    return new Choice(
        view.model(state.provider()),
        view.enabled(state.provider()),
        state.model().map(chosen -> chosen.offer().model().id()),
        state.model().map(ModelChoice.Chosen::source),
        unknownModel(state, view),
        warnings.ofChoice(state, view),
        ProviderBudgetView.of(view.choice(state.provider()).budget()));
  }

  /** Only a name that can be registered. */
  private Optional<String> unknownModel(ProviderState state, SettingsView view) {
    return state.definition().wire() == WireFormat.OPENAI
        ? warnings.unknownModels(state, view).stream()
            .filter(ServedModelCheck.NAME.asMatchPredicate())
            .filter(name -> !ServedModelCheck.isReserved(name))
            .findFirst()
        : Optional.empty();
  }

  private static Health health(ProviderState state, RecentAttempts.Recent recentAttempts) {
    return new Health(
        state.breaker(),
        state
            .cooldown()
            .map(
                cooldown ->
                    new Cooling(
                        cooldown.until(), cooldown.outcome(), cooldown.reason(), cooldown.model())),
        state.concurrencyLimit(),
        recentAttempts
            .lastFailure()
            .map(
                failure ->
                    new LastError(
                        failure.at(),
                        failure.outcome(),
                        failure.httpStatus(),
                        failure.model(),
                        failure.reason())),
        new LastHour(
            recentAttempts.attempts(),
            recentAttempts.successes(),
            recentAttempts.attempts() == 0
                ? Optional.empty()
                : Optional.of((double) recentAttempts.successes() / recentAttempts.attempts()),
            optional(recentAttempts.p50Millis()),
            optional(recentAttempts.p95Millis())));
  }

  private static Optional<Long> optional(OptionalLong millis) {
    return millis.isPresent() ? Optional.of(millis.getAsLong()) : Optional.empty();
  }
}
