package dev.ziggurat.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureLimitTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
  private final FailureLimit throttle = new FailureLimit(now::get);

  private boolean admitted(String address) {
    return throttle.begin(address).isEmpty();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(admitted(address)).as("attempt %d", i + 1).isTrue();
    }
  }

  @Test
  void theEleventhFailureOfAMinuteWaitsForTheFirstToBeForgotten() {
    fail("192.0.2.1", 5);
    pass(Duration.ofSeconds(20));
    fail("192.0.2.1", 5);

    assertThat(throttle.begin("192.0.2.1")).contains(Duration.ofSeconds(40));
    pass(Duration.ofSeconds(40).minusMillis(1));
    assertThat(admitted("192.0.2.1")).isFalse();
    pass(Duration.ofMillis(1));
    fail("192.0.2.1", 5);
    assertThat(admitted("192.0.2.1")).isFalse();
  }

  @Test
  void waitingCallersProlongNothing() {
    fail("192.0.2.1", 10);
    for (int i = 0; i < 100; i++) {
      assertThat(admitted("192.0.2.1")).isFalse();
    }
    pass(Duration.ofMinutes(1));
    assertThat(admitted("192.0.2.1")).isTrue();
  }

  @Test
  void anotherAddressDoesNotWait() {
    fail("192.0.2.1", 10);

    assertThat(admitted("192.0.2.2")).isTrue();
    assertThat(admitted("::ffff:192.0.2.1")).isFalse();
  }

  @Test
  void aSubscribersWholeNetworkIsOneAddress() {
    fail("2001:db8:1:2::1", 10);

    assertThat(admitted("2001:db8:1:2:ffff::9")).isFalse();
    assertThat(admitted("2001:db8:1:3::1")).isTrue();
  }

  @Test
  void whoSucceedsIsNotCounted() {
    for (int i = 0; i < 100; i++) {
      assertThat(admitted("192.0.2.1")).isTrue();
      throttle.succeeded("192.0.2.1");
    }
    fail("192.0.2.1", 10);
  }

  @Test
  void manyAtOnceAreNoWayRound() throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> attempt = () -> admitted("192.0.2.1");
      var admitted =
          threads.invokeAll(Stream.generate(() -> attempt).limit(200).toList()).stream()
              .filter(one -> one.resultNow())
              .count();
      assertThat(admitted).isEqualTo(10);
    }
  }

  @Test
  void anAddressThatIsNoneIsCountedToo() {
    fail("unknown", 10);
    assertThat(admitted("_hidden")).isFalse();
  }

  @Test
  void theMostRecentAddressesAreRemembered() {
    fail("192.0.2.1", 10);
    for (int i = 0; i < 20_000; i++) {
      throttle.begin("10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255));
      assertThat(i % 5_000 != 0 || !admitted("192.0.2.1")).isTrue();
    }
    assertThat(admitted("192.0.2.1")).isFalse();
  }
}
