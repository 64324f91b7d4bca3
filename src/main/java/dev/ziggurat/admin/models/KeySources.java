package dev.ziggurat.admin.models;

import dev.ziggurat.admin.models.AiModels.Key;
import dev.ziggurat.chain.ProviderState;

/** Where the providers' keys come from. */
final class KeySources {

  private KeySources() {}

  static Key of(ProviderState state) {
    var access = state.definition().access();
    return new Key(access.keyVariable(), access.keyUrl(), state.usable() && !state.simulated());
  }
}
