package dev.ziggurat.llm;

import java.util.List;
import java.util.Optional;

/**
 * A provider's answer.
 *
 * @param model the model that answered, as the provider names it
 * @param text the answer without any reasoning; empty, never null
 * @param explanation why the answer was withheld, when it was
 * @param usage empty when the provider did not say
 * @param requestId the provider's own id of the call, to quote to its support
 * @param forwarded the answer whole, as a {@code chat.completion} of OpenAI in JSON; empty unless
 *     it answers a {@link ForwardedRequest} and was not streamed
 */
public record Completion(
    Provider provider,
    String model,
    String text,
    List<ToolCall> toolCalls,
    FinishReason finishReason,
    Optional<String> explanation,
    Optional<TokenUsage> usage,
    Optional<String> requestId,
    AnnouncedLimits limits,
    Optional<String> forwarded) {

  public Completion {
    toolCalls = List.copyOf(toolCalls);
  }

  /** An answer to a question of ours. */
  public Completion(
      Provider provider,
      String model,
      String text,
      List<ToolCall> toolCalls,
      FinishReason finishReason,
      Optional<String> explanation,
      Optional<TokenUsage> usage,
      Optional<String> requestId,
      AnnouncedLimits limits) {
    this(
        provider,
        model,
        text,
        toolCalls,
        finishReason,
        explanation,
        usage,
        requestId,
        limits,
        Optional.empty());
  }

  /** The same answer, with its words in OpenAI's shape. */
  public Completion forwarding(String body) {
    return new Completion(
        provider,
        model,
        text,
        toolCalls,
        finishReason,
        explanation,
        usage,
        requestId,
        limits,
        Optional.of(body));
  }
}
