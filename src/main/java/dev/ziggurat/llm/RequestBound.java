package dev.ziggurat.llm;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a request can be billed for at most.
 *
 * @param inputTokens upper bound of the prompt tokens, without {@code windowPart}
 * @param predictedTokens upper bound of the tokens of a predicted answer, each of which is billed
 *     like an output token of each answer where it was wrong
 * @param answers how many answers are generated
 * @param outputLimited whether an output token limit is sent to every model; if not, only to those
 *     whose own limits are known
 * @param windowPart where the request contains a part, such as a file, whose tokens nothing bounds
 *     but the model's context window
 * @param unpriced where the request asks for something that is billed by other prices than those of
 *     tokens: a search, audio
 * @param tier the service tier that the request asks for; empty if that is left to the provider
 */
public record RequestBound(
    long inputTokens,
    long predictedTokens,
    int answers,
    boolean outputLimited,
    Optional<String> windowPart,
    Optional<String> unpriced,
    Optional<ServiceTier> tier) {

  /** Instructions and markers that providers add to any prompt. */
  static final long CALL_TOKENS = 300;

  /** What providers add to explain tools, or the schema of the answer. */
  static final long EXPLANATION_TOKENS = 1_000;

  /** Markers around a message. */
  static final long MESSAGE_TOKENS = 16;

  /** Believed without any bound; larger than any context window. */
  private static final long MAX_BELIEVED = 20_000_000;

  private static final int BELIEVED_FACTOR = 2;
  private static final long BELIEVED_INPUT_SLACK = 10_000;
  private static final long BELIEVED_OUTPUT_SLACK = 1_000;

  /** A prompt of texts only. */
  static RequestBound ofText(long inputTokens) {
    return new RequestBound(
        inputTokens, 0, 1, true, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What the request can be billed for by this provider: Claude requires an output token limit, so
   * every request to it has one, and not every provider is sent the service tier.
   */
  public RequestBound by(ProviderDefinition provider) {
    return new RequestBound(
        inputTokens,
        predictedTokens,
        answers,
        outputLimited || provider.wire() == WireFormat.CLAUDE,
        windowPart,
        unpriced,
        tier.filter(_ -> provider.isSent(ForwardedBound.TIER)));
  }

  /** The most prompt tokens; empty if this model's context window is needed and unknown. */
  public OptionalLong inputTokens(UpstreamModel model) {
    if (windowPart.isEmpty()) {
      return OptionalLong.of(inputTokens);
    }
    return model.contextTokens() > 0
        ? OptionalLong.of(Math.max(inputTokens, model.contextTokens()))
        : OptionalLong.empty();
  }

  /**
   * The most output tokens of each answer; empty if nothing limits them.
   *
   * @param requested the output token limit of the request
   */
  public OptionalLong outputTokens(UpstreamModel model, int requested) {
    return outputLimited || model.hasKnownLimits()
        ? OptionalLong.of(model.outputBudget(requested) + predictedTokens)
        : OptionalLong.empty();
  }

  /**
   * Whether a request can have used these tokens: none is negative, the prompt is not empty, and
   * neither prompt nor answer is far above its bound. A little above is believed, because it is
   * billed.
   *
   * @param requested the output token limit of the request
   */
  public boolean allows(TokenUsage usage, UpstreamModel model, int requested) {
    return usage.input() > 0
        && usage.input() <= mostBelievedInput(model)
        && usage.output() >= 0
        && usage.output() <= mostBelievedOutput(model, requested)
        && usage.cached() >= 0
        && usage.cacheWrite() >= 0;
  }

  private long mostBelievedInput(UpstreamModel model) {
    var bound = inputTokens(model);
    return unpriced.isPresent() || bound.isEmpty()
        ? MAX_BELIEVED
        : BELIEVED_FACTOR * bound.getAsLong() + BELIEVED_INPUT_SLACK;
  }

  private long mostBelievedOutput(UpstreamModel model, int requested) {
    var bound = outputTokens(model, requested);
    return bound.isEmpty()
        ? MAX_BELIEVED
        : BELIEVED_FACTOR * (answers * bound.getAsLong()) + BELIEVED_OUTPUT_SLACK;
  }
}
