package dev.ziggurat.litellm;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a model's capabilities from LiteLLM's {@code mode} and {@code supports_*} flags; absent
 * means false.
 */
final class CapabilityReader {

  /** The mode of a model that returns vectors. */
  static final String EMBEDDING = "embedding";

  private CapabilityReader() {}

  static List<Capability> read(Provider provider, ConfigSection info) {
    if (info.text("mode").filter(EMBEDDING::equals).isPresent()) {
      return List.of(Capability.EMBEDDINGS);
    }
    var can = new ArrayList<Capability>();
    if (info.flag("supports_response_schema")) {
      can.add(Capability.JSON_SCHEMA);
      if (!provider.equals(Provider.CLAUDE)) {
        can.add(Capability.JSON_OBJECT);
      }
    }
    var reasons = info.flag("supports_reasoning");
    if (!(reasons && rejectsTemperature(provider))) {
      can.add(Capability.TEMPERATURE);
    }
    if (info.flag("supports_function_calling")) {
      can.add(Capability.TOOLS);
    }
    if (info.flag("supports_vision")) {
      can.add(Capability.VISION);
    }
    if (reasons) {
      can.add(Capability.REASONING);
    }
    return List.copyOf(can);
  }

  /** Reasoning models of Anthropic and OpenAI accept only their default temperature. */
  private static boolean rejectsTemperature(Provider provider) {
    return provider.equals(Provider.CLAUDE) || provider.equals(Provider.OPENAI);
  }
}
