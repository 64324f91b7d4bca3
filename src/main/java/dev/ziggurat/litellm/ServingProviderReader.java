package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out who serves the model of an entry: by a name, by a prefix, and by the address. */
@Singleton
class ServingProviderReader {

  private static final String MODEL = "model";
  private static final String BASE = "api_base";
  private static final Pattern SHOWN = Pattern.compile("[\\w.-]{1,40}");

  private final KnownAddresses addresses;
  private final ProviderNames names;

  ServingProviderReader(KnownAddresses addresses, ProviderNames names) {
    this.addresses = addresses;
    this.names = names;
  }

  /** Empty when nobody who is asked here serves it, and the problems say why. */
  Optional<ServingProvider> read(
      String model, Optional<String> base, ConfigSection params, ConfigSection info) {
    return named(model, params, info)
        .flatMap(
            provider ->
                at(provider, base, params)
                    .map(served -> new ServingProvider(served, names.models(provider, model))));
  }

  private Optional<Provider> named(String model, ConfigSection params, ConfigSection info) {
    var custom = params.text("custom_llm_provider");
    var told = custom.or(() -> info.text("litellm_provider"));
    if (told.isPresent()) {
      var provider = names.called(told.get());
      if (provider.isEmpty()) {
        var section = custom.isPresent() ? params : info;
        section.wrong(
            custom.isPresent() ? "custom_llm_provider" : "litellm_provider", stranger(told.get()));
      }
      return provider;
    }
    var slash = model.indexOf('/');
    var provider = slash < 0 ? ProviderNames.inferred(model) : names.prefixOf(model);
    if (provider.isEmpty()) {
      params.wrong(
          MODEL,
          slash < 0
              ? "names no provider: put one of " + names.listed() + " before it, as in wandb/…"
              : stranger(model.substring(0, slash)));
    }
    return provider;
  }

  private String stranger(String provider) {
    return "%s is no provider that is asked here, only %s are: leave the entry out, or name the model as one of them serves it"
        .formatted(SHOWN.matcher(provider).matches() ? provider : "This", names.listed());
  }

  /** OpenAI's wire is spoken at many an address, and prompts must not end up at another one. */
  private Optional<Provider> at(Provider provider, Optional<String> base, ConfigSection params) {
    if (base.isEmpty()) {
      return Optional.of(provider);
    }
    var ours =
        names
            .providers()
            .get(provider)
            .access()
            .baseVariable()
            .orElse("the address it was added with");
    if (EnvironmentReference.isReference(base.get())) {
      if (provider.equals(Provider.OPENAI) && !EnvironmentReference.refersTo(base.get(), ours)) {
        params.wrong(BASE, elsewhere(provider, ours));
        return Optional.empty();
      }
      return Optional.of(provider);
    }
    var there = addresses.providerAt(base.get());
    if (there.isEmpty() || (!there.get().equals(provider) && !provider.equals(Provider.OPENAI))) {
      params.wrong(BASE, elsewhere(provider, ours));
      return Optional.empty();
    }
    return there;
  }

  private static String elsewhere(Provider provider, String ours) {
    return "is another address than %s is asked at: an address holds for all models of a provider, and is set as %s. Leave the entry out, or set that and leave api_base out"
        .formatted(provider.id(), ours);
  }
}
