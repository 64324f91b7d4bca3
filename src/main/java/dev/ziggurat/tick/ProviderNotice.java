package dev.ziggurat.tick;

import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.settings.Settings;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.List;

/** Says in the log which provider is about to be asked first in a tick. */
@Singleton
class ProviderNotice {

  private final Settings settings;

  ProviderNotice(Settings settings) {
    this.settings = settings;
  }

  void log(Tick tick, List<ChainCandidates.Candidate> candidates) {
    var now = candidates.stream().filter(candidate -> !candidate.cooling()).findFirst();
    if (now.isEmpty()) {
      Log.warnf("No provider is available in tick %d of %s", tick.number(), tick.game().id());
      return;
    }
    var first = now.get();
    Log.infof(
        "Using %s, model %s%s",
        name(first.offer().provider()),
        first.offer().model().id(),
        first.simulated() ? " (simulated)" : "");
  }

  private String name(Provider provider) {
    return settings
        .knownProviders()
        .find(provider)
        .map(ProviderDefinition::name)
        .orElse(provider.id());
  }
}
