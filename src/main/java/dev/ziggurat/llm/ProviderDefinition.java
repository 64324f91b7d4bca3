package dev.ziggurat.llm;

import dev.ziggurat.llm.OriginalRequest.Api;
import java.util.Optional;
import java.util.Set;

/**
 * The properties of a provider.
 *
 * @param name the display name
 * @param vendor the name other programs use for it: in LiteLLM's names, in prefixes of model names
 *     and in spans; usually its id
 * @param origin where the definition comes from
 * @param access address and key
 * @param wire the wire format of its API
 * @param defaultModel the model used when none is configured
 * @param deviations of its chat completions API; ignored for {@link WireFormat#CLAUDE}
 * @param ownApis APIs that it speaks itself, beside chat completions: at its own address, requests
 *     of these APIs are sent to it as their callers wrote them
 */
public record ProviderDefinition(
    Provider provider,
    String name,
    String vendor,
    Origin origin,
    Access access,
    WireFormat wire,
    String defaultModel,
    Deviations deviations,
    Set<Api> ownApis) {

  public ProviderDefinition {
    ownApis = Set.copyOf(ownApis);
  }

  /** A provider that speaks no API but that of its wire format. */
  public ProviderDefinition(
      Provider provider,
      String name,
      String vendor,
      Origin origin,
      Access access,
      WireFormat wire,
      String defaultModel,
      Deviations deviations) {
    this(provider, name, vendor, origin, access, wire, defaultModel, deviations, Set.of());
  }

  /** Where a provider's definition comes from. */
  public enum Origin {
    /** Part of Ziggurat. */
    BUILT_IN("built-in"),
    /** The configuration, {@code ziggurat.settings.added}. */
    CONFIGURED("configured"),
    /** Added by an admin at run time. */
    ADDED("added");

    private final String id;

    Origin(String id) {
      this.id = id;
    }

    /** The name in JSON. */
    public String id() {
      return id;
    }
  }

  /**
   * Address and key of a provider.
   *
   * @param base the default API base, without a trailing slash
   * @param keyVariable the environment variable that holds the key
   * @param baseVariable the environment variable that overrides the base, if any
   * @param keyUrl the page to create a key, if known
   * @param project the value of the header {@code OpenAI-Project}, if any
   */
  public record Access(
      String base,
      String keyVariable,
      Optional<String> baseVariable,
      Optional<String> keyUrl,
      Optional<String> project) {}

  /** Whether it is sent this field of a chat completions request, which Claude has another for. */
  boolean isSent(String field) {
    return wire == WireFormat.OPENAI && !deviations.unknownFields().contains(field);
  }

  /** The id of the provider. */
  public String id() {
    return provider.id();
  }
}
