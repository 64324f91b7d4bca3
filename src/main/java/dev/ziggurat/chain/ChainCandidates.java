package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.settings.SettingsView;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The providers that the chain would try for a call made now. No provider is called. */
@Singleton
public class ChainCandidates {

  private final ChatProviders providers;
  private final ModelChoice models;
  private final Cooldowns cooldowns;

  ChainCandidates(ChatProviders providers, ModelChoice models, Cooldowns cooldowns) {
    this.providers = providers;
    this.models = models;
    this.cooldowns = cooldowns;
  }

  /**
   * A provider that can be asked, and the model it would be asked for.
   *
   * @param simulated whether the simulator answers for the provider
   * @param cooling whether it is in a cooldown now; the cooldown may end while the call runs
   */
  public record Candidate(Offer offer, boolean simulated, boolean cooling) {}

  /** All enabled providers with a key and a model, in the order of the chain. */
  public List<Candidate> candidates(SettingsView view) {
    return view.providers().definitions().stream()
        .filter(definition -> view.enabled(definition.provider()))
        .flatMap(definition -> candidate(definition, view).stream())
        .toList();
  }

  private Optional<Candidate> candidate(ProviderDefinition definition, SettingsView view) {
    var provider = definition.provider();
    return Optional.of(providers.of(definition))
        .filter(ChatProvider::usable)
        .flatMap(
            chat ->
                models
                    .of(provider, view)
                    .map(
                        offer ->
                            new Candidate(
                                offer,
                                chat.simulated(),
                                cooldowns
                                    .active(chat, offer.model().id(), view.version())
                                    .isPresent())));
  }
}
