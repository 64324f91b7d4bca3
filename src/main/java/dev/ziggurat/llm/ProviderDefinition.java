package dev.ziggurat.llm;

import java.util.Optional;

/**
 * What a provider is: all that tells it from the others.
 *
 * @param name the name a person reads
 * @param vendor by which other programs know it: in LiteLLM's names, in model names' prefixes and
 *     in spans; mostly its id
 * @param origin who says so
 * @param access where it is asked, and with which key
 * @param wire the language of its API
 * @param defaultModel the model asked for when nobody chose one
 * @param deviations of its chat completions; nothing for the wire {@link WireFormat#CLAUDE}
 */
public record ProviderDefinition(
    Provider provider,
    String name,
    String vendor,
    Origin origin,
    Access access,
    WireFormat wire,
    String defaultModel,
    Deviations deviations) {

  /** Who says that there is such a provider. */
  public enum Origin {
    /** Ziggurat. */
    BUILT_IN("built-in"),
    /** The configuration, {@code ziggurat.settings.added}. */
    CONFIGURED("configured"),
    /** An admin. */
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
   * Where a provider is asked, and with which key.
   *
   * @param base the usual API base, without a trailing slash
   * @param keyVariable the environment variable that holds the key
   * @param baseVariable the environment variable that replaces the base, if there is one
   * @param keyUrl where to get a key, if that is known
   * @param project sent as {@code OpenAI-Project}, if anything
   */
  public record Access(
      String base,
      String keyVariable,
      Optional<String> baseVariable,
      Optional<String> keyUrl,
      Optional<String> project) {}

  /** The id of the provider. */
  public String id() {
    return provider.id();
  }
}
