package dev.ziggurat.provider.claude;

import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.TokenCounts;
import dev.ziggurat.provider.claude.MessagesAnswer.Block;
import dev.ziggurat.provider.claude.MessagesAnswer.StopDetails;
import dev.ziggurat.provider.claude.MessagesAnswer.Usage;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Converts Claude's response to a {@link Completion}; {@code content} must not be null. */
final class AnswerReader {

  private AnswerReader() {}

  static Completion read(String requestedModel, Answer<MessagesAnswer> answer) {
    var body = answer.body();
    var reason = reason(body.stopReason());
    return new Completion(
            Provider.CLAUDE,
            Optional.ofNullable(body.model()).orElse(requestedModel),
            blocks(body, "text")
                .map(block -> Optional.ofNullable(block.text()).orElse(""))
                .collect(Collectors.joining()),
            blocks(body, "tool_use").map(AnswerReader::call).toList(),
            reason,
            reason == FinishReason.REFUSAL
                ? Optional.of(explanation(body.stopDetails()))
                : Optional.empty(),
            // Without token counts the cost is unknown, not zero.
            Optional.ofNullable(body.usage())
                .filter(usage -> usage.inputTokens() != null && usage.outputTokens() != null)
                .map(AnswerReader::usage),
            answer.requestId().or(() -> Optional.ofNullable(body.id())),
            answer.limits())
        .identified(Optional.ofNullable(body.id()));
  }

  private static Stream<Block> blocks(MessagesAnswer body, String type) {
    return body.content().stream().filter(block -> type.equals(block.type()));
  }

  private static ToolCall call(Block block) {
    return new ToolCall(
        Optional.ofNullable(block.id()).orElse(""),
        Optional.ofNullable(block.name()).orElse(""),
        block.input() == null ? "{}" : block.input().toString());
  }

  private static String explanation(StopDetails details) {
    return Optional.ofNullable(details)
        .flatMap(
            stop ->
                Optional.ofNullable(stop.explanation())
                    .or(() -> Optional.ofNullable(stop.category())))
        .orElse("the model declined to answer");
  }

  static FinishReason reason(String stopReason) {
    return switch (stopReason) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.REFUSAL;
      case null, default -> FinishReason.OTHER;
    };
  }

  private static TokenUsage usage(Usage usage) {
    var cached = TokenCounts.count(usage.cacheReadInputTokens());
    var written = TokenCounts.count(usage.cacheCreationInputTokens());
    var output = TokenCounts.count(usage.outputTokens());
    var details = usage.outputDetails();
    var thinking = details == null ? 0 : TokenCounts.count(details.thinkingTokens());
    return new TokenUsage(
        TokenCounts.count(usage.inputTokens()) + cached + written,
        cached,
        written,
        output,
        Math.min(thinking, output));
  }
}
