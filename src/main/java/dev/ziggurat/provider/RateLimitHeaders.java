package dev.ziggurat.provider;

import dev.ziggurat.llm.AnnouncedLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads the remaining requests and tokens from rate limit headers: {@code x-ratelimit-*} of Groq
 * and OpenAI (resets as Go durations), {@code anthropic-ratelimit-*} of Claude (resets as RFC 3339
 * instants).
 */
final class RateLimitHeaders {

  private RateLimitHeaders() {}

  static AnnouncedLimits read(Headers headers, Instant now) {
    var requests =
        count(headers, "x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-remaining");
    var tokens =
        count(
            headers,
            "x-ratelimit-remaining-tokens",
            "anthropic-ratelimit-tokens-remaining",
            "anthropic-ratelimit-input-tokens-remaining");
    if (requests.isEmpty() && tokens.isEmpty()) {
      return AnnouncedLimits.NONE;
    }
    return new AnnouncedLimits(
        requests,
        reset(headers, now, "x-ratelimit-reset-requests", "anthropic-ratelimit-requests-reset"),
        tokens,
        reset(
            headers,
            now,
            "x-ratelimit-reset-tokens",
            "anthropic-ratelimit-tokens-reset",
            "anthropic-ratelimit-input-tokens-reset"));
  }

  private static OptionalLong count(Headers headers, String... names) {
    Optional<String> text = headers.first(names).filter(value -> value.matches("\\d{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  private static Duration reset(Headers headers, Instant now, String... names) {
    return headers.first(names).flatMap(text -> RetryAfter.from(text, now)).orElse(Duration.ZERO);
  }
}
