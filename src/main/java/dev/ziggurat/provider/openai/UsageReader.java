package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.TokenCounts;
import java.util.Optional;

/**
 * Reads usage objects of one answer: prompt tokens include cached ones, completion tokens include
 * reasoning.
 */
final class UsageReader {

  private static final String PROMPT = "prompt_tokens";
  private static final String COMPLETION = "completion_tokens";
  private static final String CACHED = "cached_tokens";
  private static final String WRITTEN = "cache_write_tokens";
  private static final String REASONING = "reasoning_tokens";

  private TokenCounts counts = new TokenCounts();
  private Optional<TokenUsage> otherChoices = Optional.empty();

  /** Reads a usage object; anything else says nothing. */
  void add(JsonNode usage) {
    if (!usage.isObject()) {
      return;
    }
    counts.add(PROMPT, usage.path(PROMPT));
    counts.add(COMPLETION, usage.path(COMPLETION));
    counts.addPart(CACHED, usage.path("prompt_tokens_details").path(CACHED));
    // No mere part: OpenAI bills it above the price of the prompt.
    counts.add(WRITTEN, usage.path("prompt_tokens_details").path(WRITTEN));
    counts.addPart(REASONING, usage.path("completion_tokens_details").path(REASONING));
  }

  /** What was read is the usage of one choice; what follows is that of another. */
  void nextChoice() {
    var read = usage();
    // Impossible counts, and such as contradict each other, stay: the whole is unknown then.
    if (!counts.impossible() && (read.isPresent() || !counts.known(PROMPT, COMPLETION))) {
      otherChoices = read;
      counts = new TokenCounts();
    }
  }

  /** Empty unless both counts were reported: the cost is then unknown, not zero. */
  Optional<TokenUsage> usage() {
    if (!counts.known(PROMPT, COMPLETION)) {
      return counts.impossible() ? Optional.empty() : otherChoices;
    }
    var own =
        TokenCounts.usage(
            counts.get(PROMPT),
            counts.get(CACHED),
            counts.get(WRITTEN),
            counts.get(COMPLETION),
            counts.get(REASONING));
    return own.map(mine -> otherChoices.map(others -> sum(others, mine)).orElse(mine));
  }

  /** The choices share the prompt. */
  private static TokenUsage sum(TokenUsage one, TokenUsage other) {
    return new TokenUsage(
        Math.max(one.input(), other.input()),
        Math.min(one.cached(), other.cached()),
        Math.max(one.cacheWrite(), other.cacheWrite()),
        one.output() + other.output(),
        one.reasoning() + other.reasoning());
  }
}
