package dev.ziggurat.chain;

import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.SettingsView;
import io.quarkus.arc.All;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells how every provider stands with the chain, without asking any. */
@Singleton
public class ProviderStates {

  private final Map<Provider, ChatProvider> providers = new EnumMap<>(Provider.class);
  private final ModelChoice models;
  private final Cooldowns cooldowns;
  private final ProviderQueues lines;
  private final CircuitBreakerMaintenance breakers;

  ProviderStates(
      @All List<ChatProvider> providers,
      ModelChoice models,
      Cooldowns cooldowns,
      ProviderQueues lines,
      CircuitBreakerMaintenance breakers) {
    providers.forEach(provider -> this.providers.put(provider.provider(), provider));
    this.models = models;
    this.cooldowns = cooldowns;
    this.lines = lines;
    this.breakers = breakers;
  }

  /** The state of a provider under these settings. */
  public ProviderState of(Provider provider, SettingsView view) {
    var chat = providers.get(provider);
    var model = models.chosen(provider, view);
    var asked = model.map(chosen -> chosen.offer().model().id()).orElse("");
    return new ProviderState(
        provider,
        chat.usable(),
        chat.simulated(),
        model,
        breakers.currentState(provider.id()).name().toLowerCase(Locale.ROOT),
        cooldowns.against(provider, asked, view.version()),
        lines.of(provider).limit());
  }
}
