package dev.ziggurat.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.llm.AnnouncedLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnnouncedRateLimitTest {

  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final long TOKENS = 1_000;

  private static AnnouncedLimits announced(long requests, long tokens) {
    return new AnnouncedLimits(
        OptionalLong.of(requests),
        Duration.ofSeconds(3),
        OptionalLong.of(tokens),
        Duration.ofSeconds(5));
  }

  @Test
  void doesNotWaitWithoutAnAnnouncement() {
    assertThat(new AnnouncedRateLimit().waitTime(TOKENS, NOW)).isZero();
  }

  @Test
  void waitsForRequestsToReset() {
    var limit = new AnnouncedRateLimit();
    limit.update(announced(0, 100_000), NOW);
    assertThat(limit.waitTime(TOKENS, NOW.plusSeconds(1))).isEqualTo(Duration.ofSeconds(2));
    assertThat(limit.waitTime(TOKENS, NOW.plusSeconds(3))).isZero();
  }

  @Test
  void deductsSentCallsFromTheAnnouncedLimits() {
    var limit = new AnnouncedRateLimit();
    limit.update(announced(100, 2_500), NOW);
    limit.deduct(TOKENS, NOW);
    assertThat(limit.waitTime(TOKENS, NOW)).isZero();
    limit.deduct(TOKENS, NOW);
    assertThat(limit.waitTime(TOKENS, NOW)).isEqualTo(Duration.ofSeconds(5));
  }
}
