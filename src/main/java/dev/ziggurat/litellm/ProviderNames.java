package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which provider LiteLLM means by a prefix, by a provider's name, or by a model's name alone. */
final class ProviderNames {

  private static final Map<String, Provider> NAMES =
      Map.of(
          "wandb", Provider.WANDB,
          "groq", Provider.GROQ,
          "anthropic", Provider.CLAUDE,
          "claude", Provider.CLAUDE,
          "openai", Provider.OPENAI);

  private static final Pattern OF_OPENAI = Pattern.compile("(gpt-|chatgpt-|o\\d).*");
  private static final Pattern OF_CLAUDE = Pattern.compile("claude-.*");

  private ProviderNames() {}

  static Optional<Provider> called(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }

  /** By the part before the first slash. */
  static Optional<Provider> prefixOf(String model) {
    var slash = model.indexOf('/');
    return slash < 0 ? Optional.empty() : called(model.substring(0, slash));
  }

  /** By a name without any slash. */
  static Optional<Provider> inferred(String model) {
    if (OF_OPENAI.matcher(model).matches()) {
      return Optional.of(Provider.OPENAI);
    }
    return OF_CLAUDE.matcher(model).matches() ? Optional.of(Provider.CLAUDE) : Optional.empty();
  }

  /** What the provider may call it: all of it, where it does begin that way, and what is behind. */
  static List<String> models(Provider provider, String model) {
    var slash = model.indexOf('/');
    return prefixOf(model).filter(provider::equals).isPresent() && slash < model.length() - 1
        ? List.of(model, model.substring(slash + 1))
        : List.of(model);
  }
}
