package dev.ziggurat.models;

import dev.ziggurat.chain.ProviderState;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.AiModels.Key;
import dev.ziggurat.provider.Endpoints;

/** Where the providers' keys come from. */
final class KeySources {

  private KeySources() {}

  static Key of(ProviderState state) {
    return new Key(
        Endpoints.keyVariable(state.provider()),
        url(state.provider()),
        state.usable() && !state.simulated());
  }

  private static String url(Provider provider) {
    return switch (provider) {
      case WANDB -> "https://wandb.ai/authorize";
      case GROQ -> "https://console.groq.com/keys";
      case CLAUDE -> "https://platform.claude.com/settings/keys";
      case OPENAI -> "https://platform.openai.com/api-keys";
    };
  }
}
