package dev.ziggurat.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

  private static Duration after(int tries, UUID delivery) {
    return RetrySchedule.after(tries, delivery).orElseThrow();
  }

  @Test
  void pausesGrowAndTheLastTryHasNone() {
    var delivery = UUID.randomUUID();
    assertThat(IntStream.range(1, RetrySchedule.TRIES).mapToObj(tries -> after(tries, delivery)))
        .isSorted();
    assertThat(RetrySchedule.after(RetrySchedule.TRIES, delivery)).isEmpty();
  }

  @Test
  void whatFailsTogetherIsTriedAgainApartAndEachTimeTheSame() {
    var pauses =
        IntStream.range(0, 100).mapToObj(number -> after(2, new UUID(7, number * 977L))).toList();
    assertThat(pauses)
        .allSatisfy(
            pause -> assertThat(pause).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(72)))
        .satisfies(all -> assertThat(all.stream().distinct()).hasSizeGreaterThan(50));
    assertThat(after(2, new UUID(7, 0))).isEqualTo(after(2, new UUID(7, 0)));
  }
}
