package dev.ziggurat.llm;

import java.util.Set;

/**
 * A model as one provider serves it.
 *
 * @param id the name to send to the provider
 * @param contextTokens context window, input and output together; 0 when unknown
 * @param maxOutputTokens the output token limit of the model; 0 when unknown
 */
public record UpstreamModel(
    String id, int contextTokens, int maxOutputTokens, Set<Capability> capabilities) {

  public UpstreamModel {
    capabilities = Set.copyOf(capabilities);
  }

  /** Whether the model has this capability. */
  public boolean can(Capability capability) {
    return capabilities.contains(capability);
  }

  /** The output token limit to send: the requested one, at most the model's. */
  public int outputBudget(int requested) {
    return maxOutputTokens > 0 ? Math.min(requested, maxOutputTokens) : requested;
  }
}
