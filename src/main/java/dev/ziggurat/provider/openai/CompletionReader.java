package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.TokenCounts;
import dev.ziggurat.provider.openai.ChatCompletion.Choice;
import dev.ziggurat.provider.openai.ChatCompletion.Message;
import java.util.List;
import java.util.Optional;

/** Converts a chat completion to a {@link Completion}; {@code choices} must not be null. */
final class CompletionReader {

  private static final Choice NO_CHOICE = new Choice(null, null);
  private static final Message NO_MESSAGE = new Message(null, null, null);

  private CompletionReader() {}

  static Completion read(Provider provider, String requestedModel, Answer<ChatCompletion> answer) {
    var body = answer.body();
    var choice = body.choices().isEmpty() ? NO_CHOICE : body.choices().getFirst();
    var message = Optional.ofNullable(choice.message()).orElse(NO_MESSAGE);
    var refusal = Optional.ofNullable(message.refusal()).filter(text -> !text.isBlank());
    return new Completion(
            provider,
            Optional.ofNullable(body.model()).orElse(requestedModel),
            Optional.ofNullable(message.content()).orElse(""),
            calls(message),
            refusal.isPresent() ? FinishReason.REFUSAL : reason(choice.finishReason()),
            refusal.or(
                () ->
                    Optional.ofNullable(choice.finishReason())
                        .filter("content_filter"::equals)
                        .map(_ -> "the provider's content filter withheld the answer")),
            // Without token counts the cost is unknown, not zero.
            Optional.ofNullable(body.usage())
                .filter(usage -> usage.promptTokens() != null && usage.completionTokens() != null)
                .map(CompletionReader::usage),
            Optional.ofNullable(body.groq())
                .map(ChatCompletion.Groq::id)
                .or(answer::requestId)
                .or(() -> Optional.ofNullable(body.id())),
            answer.limits())
        .identified(Optional.ofNullable(body.id()));
  }

  private static List<ToolCall> calls(Message message) {
    return Optional.ofNullable(message.toolCalls()).orElse(List.of()).stream()
        .filter(call -> call.function() != null)
        .map(
            call ->
                new ToolCall(
                    Optional.ofNullable(call.id()).orElse(""),
                    Optional.ofNullable(call.function().name()).orElse(""),
                    Optional.ofNullable(call.function().arguments()).orElse("{}")))
        .toList();
  }

  static FinishReason reason(String finishReason) {
    return switch (finishReason) {
      case "stop" -> FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.REFUSAL;
      case null, default -> FinishReason.OTHER;
    };
  }

  private static TokenUsage usage(ChatCompletion.Usage usage) {
    var input = TokenCounts.count(usage.promptTokens());
    var output = TokenCounts.count(usage.completionTokens());
    var prompt = usage.promptDetails();
    var completion = usage.completionDetails();
    var cached = prompt == null ? 0 : TokenCounts.count(prompt.cachedTokens());
    var reasoning = completion == null ? 0 : TokenCounts.count(completion.reasoningTokens());
    return new TokenUsage(input, Math.min(cached, input), 0, output, Math.min(reasoning, output));
  }
}
