package dev.ziggurat.litellm;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Provider;
import java.util.ArrayList;
import java.util.List;

/** Reads what a model can do from LiteLLM's flags; what is not said is not known. */
final class CapabilityReader {

  private CapabilityReader() {}

  static List<Capability> read(Provider provider, ConfigSection info) {
    var can = new ArrayList<Capability>();
    if (info.flag("supports_response_schema")) {
      can.add(Capability.JSON_SCHEMA);
      if (!provider.equals(Provider.CLAUDE)) {
        can.add(Capability.JSON_OBJECT);
      }
    }
    var thinks = info.flag("supports_reasoning");
    if (!(thinks && hasOneTemperature(provider))) {
      can.add(Capability.TEMPERATURE);
    }
    if (info.flag("supports_function_calling")) {
      can.add(Capability.TOOLS);
    }
    if (info.flag("supports_vision")) {
      can.add(Capability.VISION);
    }
    if (thinks) {
      can.add(Capability.REASONING);
    }
    return List.copyOf(can);
  }

  /** Models of Anthropic and OpenAI that think refuse any temperature but their own. */
  private static boolean hasOneTemperature(Provider provider) {
    return provider.equals(Provider.CLAUDE) || provider.equals(Provider.OPENAI);
  }
}
