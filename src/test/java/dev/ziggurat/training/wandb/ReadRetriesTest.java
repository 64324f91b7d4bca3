package dev.ziggurat.training.wandb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.AuthRejected;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.ProviderFailure.RateLimited;
import dev.ziggurat.llm.ProviderFailure.ServerFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often, and after which pauses, a read is repeated. */
class ReadRetriesTest {

  private final List<Duration> pauses = new ArrayList<>();
  private int calls;

  private ReadRetries retries(int seed) {
    return new ReadRetries(new Random(seed), pauses::add);
  }

  private static Details details(int status, Optional<Duration> hint) {
    return new Details(
        status, "no", hint, Optional.empty(), Optional.empty(), AnnouncedLimits.NONE);
  }

  private static ProviderFailure away(Optional<Duration> hint) {
    return new ServerFailed(Provider.WANDB, details(503, hint));
  }

  private void assertGivesUp(ReadRetries retries, ProviderFailure failure) {
    assertThatThrownBy(
            () ->
                retries.call(
                    () -> {
                      calls++;
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void pausesDoubleAndDiffer() {
    var first =
        IntStream.range(0, 20)
            .mapToObj(
                seed -> {
                  pauses.clear();
                  assertGivesUp(retries(seed), away(Optional.empty()));
                  assertThat(pauses).hasSize(3);
                  for (var tries = 0; tries < 3; tries++) {
                    var longest = Duration.ofMillis(500L << tries);
                    assertThat(pauses.get(tries)).isBetween(longest.dividedBy(2), longest);
                  }
                  return pauses.getFirst();
                })
            .distinct();
    assertThat(first.count()).isGreaterThan(5);
    assertThat(calls).isEqualTo(20 * 4);
  }

  @Test
  void aReadThatSucceedsEndsTheTries() {
    var answer =
        retries(1)
            .call(
                () -> {
                  if (++calls < 3) {
                    throw away(Optional.empty());
                  }
                  return "news";
                });
    assertThat(answer).isEqualTo("news");
    assertThat(pauses).hasSize(2);
  }

  @Test
  void aNamedTimeIsWaitedForIfItIsShort() {
    var named = Duration.ofSeconds(7);
    assertGivesUp(retries(1), new RateLimited(Provider.WANDB, details(429, Optional.of(named))));
    assertThat(pauses).containsExactly(named, named, named);
    pauses.clear();
    calls = 0;
    assertGivesUp(
        retries(1),
        new RateLimited(Provider.WANDB, details(429, Optional.of(Duration.ofSeconds(11)))));
    assertThat(pauses).isEmpty();
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void whatDoesNotPassIsNotRepeated() {
    assertGivesUp(retries(1), new AuthRejected(Provider.WANDB, details(401, Optional.empty())));
    assertThat(calls).isEqualTo(1);
    assertThat(pauses).isEmpty();
  }
}
