package dev.ziggurat.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ziggurat.access.Player;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How often a player may ask. */
class RequestRateTest {

  private static final Player ADA = new Player("town", "ada");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-30T12:00:15Z"));
  private final RequestRate rate = new RequestRate(new Limits(), now::get);

  private record Limits() implements PlayConfig {

    @Override
    public int requestsPerMinute() {
      return 3;
    }

    @Override
    public int waiting() {
      return 1;
    }

    @Override
    public Duration poll() {
      return Duration.ofMillis(10);
    }
  }

  @Test
  void whoAsksTooOftenIsToldWhenToAskAgain() {
    for (var request = 0; request < 3; request++) {
      rate.count(ADA);
    }
    var refused = catchThrowableOfType(HttpProblem.class, () -> rate.count(ADA));
    assertThat(refused.getStatusCode()).isEqualTo(429);
    assertThat(refused.getDetail()).contains("3 requests a minute", "in 45 seconds");
    assertThat(refused.getHeaders()).containsEntry("Retry-After", 45L);

    assertThatCode(() -> rate.count(new Player("town", "ben"))).doesNotThrowAnyException();
    now.set(Instant.parse("2026-11-30T12:01:00Z"));
    assertThatCode(() -> rate.count(ADA)).doesNotThrowAnyException();
  }
}
