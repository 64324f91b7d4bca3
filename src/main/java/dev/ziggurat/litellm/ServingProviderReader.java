package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/** Determines the provider of an entry by its provider field, model prefix and base URL. */
@Singleton
class ServingProviderReader {

  private static final String MODEL = "model";
  private static final String BASE = "api_base";
  private static final Pattern PRINTABLE = Pattern.compile("[\\w.-]{1,40}");

  private final KnownAddresses addresses;
  private final ProviderNames names;

  ServingProviderReader(KnownAddresses addresses, ProviderNames names) {
    this.addresses = addresses;
    this.names = names;
  }

  /** Empty if no configured provider serves it; the reason is added to the problems. */
  Optional<ServingProvider> read(
      String model, Optional<String> base, ConfigSection params, ConfigSection info) {
    return named(model, params, info)
        .flatMap(
            provider ->
                providerAt(provider, base, params)
                    .map(served -> new ServingProvider(served, names.models(provider, model))));
  }

  private Optional<Provider> named(String model, ConfigSection params, ConfigSection info) {
    var custom = params.text("custom_llm_provider");
    var stated = custom.or(() -> info.text("litellm_provider"));
    if (stated.isPresent()) {
      var provider = names.named(stated.get());
      if (provider.isEmpty()) {
        var section = custom.isPresent() ? params : info;
        section.problem(
            custom.isPresent() ? "custom_llm_provider" : "litellm_provider",
            unknownProvider(stated.get()));
      }
      return provider;
    }
    var slash = model.indexOf('/');
    var provider = slash < 0 ? ProviderNames.inferred(model) : names.prefixOf(model);
    if (provider.isEmpty()) {
      params.problem(
          MODEL,
          slash < 0
              ? "has no provider prefix: put one of " + names.listed() + " before it, as in wandb/…"
              : unknownProvider(model.substring(0, slash)));
    }
    return provider;
  }

  private String unknownProvider(String provider) {
    return "%s is not a configured provider, use one of %s: remove the entry, or change the model to one that these serve"
        .formatted(PRINTABLE.matcher(provider).matches() ? provider : "This", names.listed());
  }

  /**
   * Determines the provider at {@code api_base}. LiteLLM uses the prefix {@code openai/} for any
   * server with OpenAI's wire format; a server that is not configured here is an error, so that
   * prompts are not sent to another one than the entry names.
   */
  private Optional<Provider> providerAt(
      Provider provider, Optional<String> base, ConfigSection params) {
    if (base.isEmpty()) {
      return Optional.of(provider);
    }
    var ownSetting =
        names
            .providers()
            .get(provider)
            .access()
            .baseVariable()
            .orElse("the base URL it was added with");
    if (EnvironmentReference.isReference(base.get())) {
      if (provider.equals(Provider.OPENAI)
          && !EnvironmentReference.refersTo(base.get(), ownSetting)) {
        params.problem(BASE, otherBase(provider, ownSetting));
        return Optional.empty();
      }
      return Optional.of(provider);
    }
    var actual = addresses.providerAt(base.get());
    if (actual.isEmpty() || (!actual.get().equals(provider) && !provider.equals(Provider.OPENAI))) {
      params.problem(BASE, otherBase(provider, ownSetting));
      return Optional.empty();
    }
    return actual;
  }

  private static String otherBase(Provider provider, String ownSetting) {
    return "is not the base URL of %s, which applies to all of its models and is set as %s. Remove the entry, or set that and remove api_base"
        .formatted(provider.id(), ownSetting);
  }
}
