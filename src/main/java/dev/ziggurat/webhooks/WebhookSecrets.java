package dev.ziggurat.webhooks;

import dev.ziggurat.http.OutgoingAddress;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Addresses and keys of webhooks, checked. Those that are secret are read from the environment each
 * time: they are never stored.
 */
@Singleton
class WebhookSecrets {

  static final String SETTING = "ziggurat.webhooks.private-addresses";

  private final Config environment;
  private final WebhooksConfig config;

  WebhookSecrets(Config environment, WebhooksConfig config) {
    this.environment = environment;
    this.config = config;
  }

  /** What is wrong with an address; empty if nothing is. */
  Optional<String> urlFault(String url) {
    return OutgoingAddress.fault(url, config.privateAddresses(), SETTING);
  }

  /** What is wrong with the address in this variable; empty if nothing is. */
  Optional<String> urlVariableFault(String variable) {
    return read(variable, WebhookTerms.URL_VARIABLE)
        .map(url -> urlFault(url).map(fault -> "the address in %s %s".formatted(variable, fault)))
        .orElseGet(
            () -> Optional.of("%s is not set: export it with the address".formatted(variable)));
  }

  /** What is wrong with the key in this variable; empty if nothing is. */
  Optional<String> secretFault(String variable) {
    var secret = read(variable, WebhookTerms.SECRET_VARIABLE);
    if (secret.isEmpty()) {
      return Optional.of(
          "%s is not set: export it, for example as whsec_$(openssl rand -base64 32)"
              .formatted(variable));
    }
    return WebhookSignature.key(secret.get()).isPresent()
        ? Optional.empty()
        : Optional.of(
            "the key in %s is not base64 of 24 to 64 bytes, with or without whsec_ before it"
                .formatted(variable));
  }

  /** Where to send; empty if the variable is not set, or its address is not allowed. */
  Optional<String> url(WebhookTerms terms) {
    return terms
        .url()
        .or(() -> terms.urlVariable().flatMap(name -> read(name, WebhookTerms.URL_VARIABLE)))
        .filter(url -> urlFault(url).isEmpty());
  }

  /** The key in this variable, unless something is wrong with it. */
  Optional<byte[]> key(String variable) {
    return read(variable, WebhookTerms.SECRET_VARIABLE).flatMap(WebhookSignature::key);
  }

  /** What keeps a webhook from being sent to now; empty if nothing does. */
  Optional<String> fault(WebhookTerms terms) {
    return terms
        .url()
        .flatMap(this::urlFault)
        .map(fault -> "the webhook's address " + fault)
        .or(() -> terms.urlVariable().flatMap(this::urlVariableFault))
        .or(() -> terms.secretVariable().flatMap(this::secretFault));
  }

  private Optional<String> read(String variable, String allowed) {
    return variable.matches(allowed)
        ? environment
            .getOptionalValue(variable, String.class)
            .map(String::strip)
            .filter(value -> !value.isEmpty())
        : Optional.empty();
  }
}
