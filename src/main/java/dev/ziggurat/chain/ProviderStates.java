package dev.ziggurat.chain;

import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Reports the state of every provider, without calling any. */
@Singleton
public class ProviderStates {

  private final ChatProviders providers;
  private final ModelChoice models;
  private final Cooldowns cooldowns;
  private final ProviderQueues queues;
  private final Breakers breakers;

  ProviderStates(
      ChatProviders providers,
      ModelChoice models,
      Cooldowns cooldowns,
      ProviderQueues queues,
      Breakers breakers) {
    this.providers = providers;
    this.models = models;
    this.cooldowns = cooldowns;
    this.queues = queues;
    this.breakers = breakers;
  }

  /** The state of a provider under these settings. */
  public ProviderState of(Provider provider, SettingsView view) {
    var definition = view.providers().get(provider);
    var chat = providers.of(definition);
    var model = models.chosen(provider, view);
    var modelId = model.map(chosen -> chosen.offer().model().id()).orElse("");
    return new ProviderState(
        definition,
        chat.unusableReason(),
        chat.simulated(),
        model,
        breakers.state(Breakers.name(provider, view.providers())).name().toLowerCase(Locale.ROOT),
        cooldowns.active(chat, modelId, view.version()),
        queues.of(provider).limit());
  }
}
