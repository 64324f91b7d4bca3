package dev.ziggurat.models;

import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.chain.ProviderState;
import dev.ziggurat.chain.ProviderStates;
import dev.ziggurat.ledger.RecentAttempts;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.AiModels.Choice;
import dev.ziggurat.models.AiModels.Cooling;
import dev.ziggurat.models.AiModels.CurrentSettings;
import dev.ziggurat.models.AiModels.Health;
import dev.ziggurat.models.AiModels.LastError;
import dev.ziggurat.models.AiModels.LastHour;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts together what an operator wants to know of the models in use. */
@Singleton
class AiModelsReader {

  private final ProviderStates states;
  private final RecentAttempts recent;
  private final ModelWarnings warnings;
  private final WandbModelList wandbList;
  private final WandbRecommendations wandbOffer;

  AiModelsReader(
      ProviderStates states,
      RecentAttempts recent,
      ModelWarnings warnings,
      WandbModelList wandbList,
      WandbRecommendations wandbOffer) {
    this.states = states;
    this.recent = recent;
    this.warnings = warnings;
    this.wandbList = wandbList;
    this.wandbOffer = wandbOffer;
  }

  AiModels read(SettingsView view) {
    var list = wandbList.now();
    var providers = view.providers();
    var now = providers.each(provider -> states.of(provider, view));
    var choices = providers.each(provider -> choice(now.get(provider), view));
    return new AiModels(
        new CurrentSettings(view.model(Provider.WANDB), view.enabled(Provider.WANDB)),
        providers.each(provider -> now.get(provider).usable()),
        providers.inOrder().stream().filter(provider -> now.get(provider).simulated()).toList(),
        providers.inOrder(),
        providers.inOrder().stream()
            .filter(provider -> now.get(provider).usable() && view.enabled(provider))
            .findFirst(),
        wandbOffer.models(list),
        list.error(),
        wandbOffer.recommended(list),
        new AiModels.Settings(view.version(), view.changedBy(), view.changedAt(), choices),
        providers.each(provider -> KeySources.of(now.get(provider))),
        warnings.ofAll(now, choices, view),
        providers.each(provider -> health(now.get(provider), recent.of(provider))));
  }

  private Choice choice(ProviderState state, SettingsView view) {
    return new Choice(
        view.model(state.provider()),
        view.enabled(state.provider()),
        state.model().map(chosen -> chosen.offer().model().id()),
        state.model().map(ModelChoice.Chosen::source),
        warnings.ofChoice(state, view));
  }

  private static Health health(ProviderState state, RecentAttempts.Recent lately) {
    return new Health(
        state.breaker(),
        state
            .cooldown()
            .map(
                cooldown ->
                    new Cooling(
                        cooldown.until(), cooldown.outcome(), cooldown.reason(), cooldown.model())),
        state.concurrencyLimit(),
        lately
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
            lately.attempts(),
            lately.successes(),
            lately.attempts() == 0
                ? Optional.empty()
                : Optional.of((double) lately.successes() / lately.attempts()),
            boxed(lately.p50Millis()),
            boxed(lately.p95Millis())));
  }

  private static Optional<Long> boxed(OptionalLong millis) {
    return millis.isPresent() ? Optional.of(millis.getAsLong()) : Optional.empty();
  }
}
