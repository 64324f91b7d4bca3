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

  /**
   * The output token limit to send: the requested one, at most the model's and at most its context
   * window, above which servers refuse it.
   */
  public int outputBudget(int requested) {
    return Math.min(requested, Math.min(known(maxOutputTokens), known(contextTokens)));
  }

  /**
   * The output token limit to send when nobody named one: what fits into the context window beside
   * the prompt, because some servers refuse more. At least a quarter of the window, because the
   * tokens of the prompt are estimated too high rather than too low.
   *
   * @param usual the limit for models that have room for it
   */
  public int defaultOutputBudget(int usual, long estimatedInputTokens) {
    var room = Math.max(contextTokens / 4, contextTokens - estimatedInputTokens);
    return contextTokens > 0
        ? outputBudget((int) Math.max(1, Math.min(usual, room)))
        : outputBudget(usual);
  }

  /** Whether a limit of the output can be derived from the model's own limits. */
  public boolean hasKnownLimits() {
    return contextTokens > 0 || maxOutputTokens > 0;
  }

  private static int known(int tokens) {
    return tokens > 0 ? tokens : Integer.MAX_VALUE;
  }
}
