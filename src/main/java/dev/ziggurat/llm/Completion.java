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
    AnnouncedLimits limits) {

  public Completion {
    toolCalls = List.copyOf(toolCalls);
  }
}
