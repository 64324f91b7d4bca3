package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which provider LiteLLM means by a prefix, by a provider's name, or by a model's name alone. */
@Singleton
class ProviderNames {

  private static final Pattern OF_OPENAI = Pattern.compile("(gpt-|chatgpt-|o\\d).*");
  private static final Pattern OF_CLAUDE = Pattern.compile("claude-.*");

  private final Supplier<Providers> known;

  @Inject
  ProviderNames(Settings settings) {
    this.known = settings::knownProviders;
  }

  ProviderNames(Providers providers) {
    this.known = () -> providers;
  }

  /** Those there are. */
  Providers providers() {
    return known.get();
  }

  Optional<Provider> called(String name) {
    return providers().byIdOrVendor(name);
  }

  /** All names, for a message. */
  String listed() {
    return providers().definitions().stream()
        .map(ProviderNames::listed)
        .collect(Collectors.joining(", "))
        .replaceFirst(", ([^,]*)$", " and $1");
  }

  private static String listed(ProviderDefinition definition) {
    return definition.vendor().equals(definition.id())
        ? definition.id()
        : "%s (or %s)".formatted(definition.vendor(), definition.id());
  }

  /** By the part before the first slash. */
  Optional<Provider> prefixOf(String model) {
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
  List<String> models(Provider provider, String model) {
    var slash = model.indexOf('/');
    return prefixOf(model).filter(provider::equals).isPresent() && slash < model.length() - 1
        ? List.of(model, model.substring(slash + 1))
        : List.of(model);
  }
}
