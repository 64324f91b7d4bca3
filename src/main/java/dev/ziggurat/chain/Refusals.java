package dev.ziggurat.chain;

import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.WireFormat;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The refusals of one request as invalid, by the wire format of the provider. */
final class Refusals {

  private static final int NO_RESPONSE = 0;

  private final ChatRequest request;
  private final Providers providers;
  private final Set<WireFormat> formats = EnumSet.noneOf(WireFormat.class);
  private Optional<Details> firstNamed = Optional.empty();

  Refusals(ChatRequest request, Providers providers) {
    this.request = request;
    this.providers = providers;
  }

  /** Adds what a provider that refused the request found invalid. */
  void add(Details details) {
    if (firstNamed.isEmpty() || firstNamed.get().parameter().isEmpty()) {
      firstNamed = Optional.of(details);
    }
  }

  /** The first refusal that named a parameter, else the last one. */
  Optional<Details> firstNamed() {
    return firstNamed;
  }

  /**
   * Decides about a refusal.
   *
   * @return whether the request is now shown to be invalid: our own validation found the fault, or
   *     providers of two wire formats refused it. A single provider's word does not show it, and
   *     nobody outside wrote a prompt of our own
   */
  boolean showInvalid(ProviderFailure.InvalidRequest invalid) {
    if (!(request instanceof ForwardedRequest)) {
      return false;
    }
    providers.find(invalid.provider()).map(ProviderDefinition::wire).ifPresent(formats::add);
    return invalid.details().httpStatus() == NO_RESPONSE || formats.size() > 1;
  }
}
