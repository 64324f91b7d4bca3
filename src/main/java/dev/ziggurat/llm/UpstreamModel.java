package dev.ziggurat.llm;

import java.util.Set;

/**
 * A model as one provider serves it.
 *
 * @param id the name to send to the provider
 * @param contextTokens input and output together; 0 when unknown
 * @param maxOutputTokens the most the provider lets the model write; 0 when unknown
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

  /** The output budget to send: what is wanted, cut to what the model may write. */
  public int outputBudget(int wanted) {
    return maxOutputTokens > 0 ? Math.min(wanted, maxOutputTokens) : wanted;
  }
}
