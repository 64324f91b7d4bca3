package dev.ziggurat.models;

import dev.ziggurat.chain.ProviderState;
import dev.ziggurat.models.AiModels.Key;

/** Describes a provider's key: its variable, and whether it is set. */
final class KeySources {

  private KeySources() {}

  static Key of(ProviderState state) {
    var access = state.definition().access();
    return new Key(access.keyVariable(), access.keyUrl(), state.usable() && !state.simulated());
  }
}
