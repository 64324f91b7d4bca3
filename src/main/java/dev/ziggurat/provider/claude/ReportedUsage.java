package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.TokenCounts;
import java.util.Optional;

/**
 * Reads usage objects of one answer: {@code input_tokens} excludes cached and cache-write tokens.
 * Those of a stream are cumulative.
 */
final class ReportedUsage {

  private static final String INPUT = "input_tokens";
  private static final String OUTPUT = "output_tokens";
  private static final String READ = "cache_read_input_tokens";
  private static final String WRITTEN = "cache_creation_input_tokens";
  private static final String TIER = "service_tier";
  private static final String THINKING = "thinking_tokens";

  private final TokenCounts counts = new TokenCounts();
  private Optional<ServiceTier> tier = Optional.empty();

  /** Reads a usage object; anything else says nothing. */
  void add(JsonNode usage) {
    for (var name : new String[] {INPUT, OUTPUT, READ, WRITTEN}) {
      counts.add(name, usage.path(name));
    }
    counts.addPart(THINKING, usage.path("output_tokens_details").path(THINKING));
    tier = ServiceTier.reported(usage.path(TIER).textValue(), tier);
  }

  /** The service tier that the answer is billed by, if one was reported. */
  Optional<ServiceTier> tier() {
    return tier;
  }

  /** Empty unless both counts were reported: the cost is then unknown, not zero. */
  Optional<TokenUsage> usage() {
    if (!counts.known(INPUT, OUTPUT)) {
      return Optional.empty();
    }
    var cached = counts.get(READ);
    var written = counts.get(WRITTEN);
    var output = counts.get(OUTPUT);
    return Optional.of(
        new TokenUsage(
            counts.get(INPUT) + cached + written,
            cached,
            written,
            output,
            Math.min(counts.get(THINKING), output)));
  }
}
