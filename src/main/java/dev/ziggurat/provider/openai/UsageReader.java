package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.TokenCounts;
import java.util.Optional;

/** Reads a usage object: prompt tokens include cached ones, completion tokens include reasoning. */
final class UsageReader {

  private UsageReader() {}

  /** Empty unless both counts are present: the cost is then unknown, not zero. */
  static Optional<TokenUsage> read(JsonNode usage) {
    if (!usage.path("prompt_tokens").isNumber() || !usage.path("completion_tokens").isNumber()) {
      return Optional.empty();
    }
    var input = count(usage.path("prompt_tokens"));
    var output = count(usage.path("completion_tokens"));
    var cached = count(usage.at("/prompt_tokens_details/cached_tokens"));
    var written = count(usage.at("/prompt_tokens_details/cache_write_tokens"));
    var reasoning = count(usage.at("/completion_tokens_details/reasoning_tokens"));
    return Optional.of(TokenCounts.usage(input, cached, written, output, reasoning));
  }

  private static long count(JsonNode number) {
    return TokenCounts.count(number.isNumber() ? number.longValue() : null);
  }
}
