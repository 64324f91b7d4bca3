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
  void nothingAnnouncedMeansNoWait() {
    assertThat(new AnnouncedRateLimit().wait(TOKENS, NOW)).isZero();
  }

  @Test
  void waitsForRequestsToReset() {
    var pace = new AnnouncedRateLimit();
    pace.heard(announced(0, 100_000), NOW);
    assertThat(pace.wait(TOKENS, NOW.plusSeconds(1))).isEqualTo(Duration.ofSeconds(2));
    assertThat(pace.wait(TOKENS, NOW.plusSeconds(3))).isZero();
  }

  @Test
  void countsDownWhatHasBeenSentSince() {
    var pace = new AnnouncedRateLimit();
    pace.heard(announced(100, 2_500), NOW);
    pace.sent(TOKENS, NOW);
    assertThat(pace.wait(TOKENS, NOW)).isZero();
    pace.sent(TOKENS, NOW);
    assertThat(pace.wait(TOKENS, NOW)).isEqualTo(Duration.ofSeconds(5));
  }
}
