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

/** Maps LiteLLM's provider names, prefixes and model names to providers. */
@Singleton
class ProviderNames {

  private static final Pattern OPENAI_MODEL = Pattern.compile("(gpt-|chatgpt-|o\\d).*");
  private static final Pattern CLAUDE_MODEL = Pattern.compile("claude-.*");

  private final Supplier<Providers> known;

  @Inject
  ProviderNames(Settings settings) {
    this.known = settings::knownProviders;
  }

  ProviderNames(Providers providers) {
    this.known = () -> providers;
  }

  /** The known providers. */
  Providers providers() {
    return known.get();
  }

  Optional<Provider> named(String name) {
    return providers().byIdOrVendor(name);
  }

  /** All names, for error messages. */
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

  /** The provider that the part before the first slash names. */
  Optional<Provider> prefixOf(String model) {
    var slash = model.indexOf('/');
    return slash < 0 ? Optional.empty() : named(model.substring(0, slash));
  }

  /** The provider of a well-known model name without a slash. */
  static Optional<Provider> inferred(String model) {
    if (OPENAI_MODEL.matcher(model).matches()) {
      return Optional.of(Provider.OPENAI);
    }
    return CLAUDE_MODEL.matcher(model).matches() ? Optional.of(Provider.CLAUDE) : Optional.empty();
  }

  /** The possible ids at the provider: the name, then without the prefix if it has one. */
  List<String> models(Provider provider, String model) {
    var slash = model.indexOf('/');
    return prefixOf(model).filter(provider::equals).isPresent() && slash < model.length() - 1
        ? List.of(model, model.substring(slash + 1))
        : List.of(model);
  }
}
