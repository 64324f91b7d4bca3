package dev.ziggurat.llm;

import java.util.List;
import java.util.Optional;

/**
 * A complete answer of a provider.
 *
 * @param model the model that answered, as the provider names it
 * @param text the answer without reasoning; empty, never null
 * @param explanation why the answer was withheld, if it was
 * @param usage empty when the provider did not report it
 * @param requestId the provider's id of the call, for its support
 * @param forwarded the complete {@code chat.completion} of OpenAI; only for a {@link
 *     ForwardedRequest} that was not streamed
 * @param responseId the id in the answer itself, such as {@code chatcmpl-…} or {@code msg_…}
 * @param tier the service tier that the answer says it is billed by
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
    Optional<AnswerText> forwarded,
    Optional<String> responseId,
    Optional<ServiceTier> tier) {

  /** Longer names are cut, because they go to headers, ledger and spans. */
  private static final int MAX_NAME = 256;

  public Completion {
    model = name(model);
    requestId = requestId.map(Completion::name);
    toolCalls = List.copyOf(toolCalls);
  }

  /** A model or request id as a provider names it, cut to 256 characters. */
  public static String name(String reported) {
    return reported.length() <= MAX_NAME
        ? reported
        : reported.substring(
            0, Character.isHighSurrogate(reported.charAt(MAX_NAME - 1)) ? MAX_NAME - 1 : MAX_NAME);
  }

  /** The answer to a {@link PromptRequest}. */
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same answer with another text. */
  public Completion saying(String other) {
    return new Completion(
        provider,
        model,
        other,
        toolCalls,
        finishReason,
        explanation,
        usage,
        requestId,
        limits,
        forwarded,
        responseId,
        tier);
  }

  /** The same answer with its {@code chat.completion} JSON. */
  public Completion forwarding(String body) {
    return forwarding(AnswerText.of(body));
  }

  /** The same answer with its JSON, also in the caller's own API. */
  public Completion forwarding(AnswerText body) {
    return with(Optional.of(body), responseId, tier);
  }

  /**
   * The same answer with what it says of itself.
   *
   * @param id its {@link #responseId}
   * @param billedBy its {@link #tier}
   */
  public Completion saying(Optional<String> id, Optional<ServiceTier> billedBy) {
    return with(forwarded, id, billedBy);
  }

  private Completion with(
      Optional<AnswerText> body, Optional<String> id, Optional<ServiceTier> billedBy) {
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
        body,
        id,
        billedBy);
  }
}
