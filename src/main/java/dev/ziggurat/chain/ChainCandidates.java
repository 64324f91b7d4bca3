package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.SettingsView;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whom the chain would ask now, without asking. */
@Singleton
public class ChainCandidates {

  private final List<ChatProvider> providers;
  private final ModelChoice models;
  private final Cooldowns cooldowns;

  ChainCandidates(@All List<ChatProvider> providers, ModelChoice models, Cooldowns cooldowns) {
    this.providers = providers;
    this.models = models;
    this.cooldowns = cooldowns;
  }

  /**
   * A provider that can be asked, and the model it would be asked for.
   *
   * @param simulated whether the simulator plays the provider
   * @param cooling whether it cools down now; it may be asked before the call is over
   */
  public record Candidate(Offer offer, boolean simulated, boolean cooling) {}

  /** The providers that a call may come to ask, in the chain's order. */
  public List<Candidate> candidates(SettingsView view) {
    return Arrays.stream(Provider.values())
        .filter(view::enabled)
        .flatMap(provider -> candidate(provider, view).stream())
        .toList();
  }

  private Optional<Candidate> candidate(Provider provider, SettingsView view) {
    return providers.stream()
        .filter(chat -> chat.provider() == provider && chat.usable())
        .findFirst()
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
                                    .against(provider, offer.model().id(), view.version())
                                    .isPresent())));
  }
}
