package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.TokenCounts;
import java.util.Optional;

/**
 * Reads the usage of a response: input tokens include cached ones, output tokens include reasoning.
 */
final class ResponseUsage {

  private static final String INPUT = "input_tokens";
  private static final String OUTPUT = "output_tokens";
  private static final String CACHED = "cached_tokens";
  private static final String WRITTEN = "cache_write_tokens";
  private static final String REASONING = "reasoning_tokens";

  private ResponseUsage() {}

  /** Empty unless both counts were reported: the cost is then unknown, not zero. */
  static Optional<TokenUsage> of(JsonNode usage) {
    var counts = new TokenCounts();
    counts.add(INPUT, usage.path(INPUT));
    counts.add(OUTPUT, usage.path(OUTPUT));
    counts.addPart(CACHED, usage.path("input_tokens_details").path(CACHED));
    // No mere part: OpenAI bills it above the price of the prompt.
    counts.add(WRITTEN, usage.path("input_tokens_details").path(WRITTEN));
    counts.addPart(REASONING, usage.path("output_tokens_details").path(REASONING));
    return counts.known(INPUT, OUTPUT)
        ? TokenCounts.usage(
            counts.get(INPUT),
            counts.get(CACHED),
            counts.get(WRITTEN),
            counts.get(OUTPUT),
            counts.get(REASONING))
        : Optional.empty();
  }
}
