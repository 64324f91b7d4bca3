package dev.ziggurat.llm;

/**
 * The tokens of one call, in the same meaning for all providers (source: each provider's {@code
 * usage} object).
 *
 * @param input all prompt tokens, cached and cache-write included
 * @param cached the part of {@code input} read from the provider's cache
 * @param cacheWrite the part of {@code input} written to the provider's cache
 * @param output all generated tokens, reasoning included
 * @param reasoning the part of {@code output} spent on reasoning
 */
public record TokenUsage(long input, long cached, long cacheWrite, long output, long reasoning) {}
