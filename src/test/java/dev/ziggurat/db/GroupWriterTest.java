package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is queued is written once, in order and in groups, within the bound. */
@Timeout(20)
class GroupWriterTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();

  private GroupWriter<Integer> writer(Duration gathering, int maxGroup, long capacity) {
    return new GroupWriter<>("writer", gathering, maxGroup, capacity, item -> item, groups::add);
  }

  @Test
  void aFlushEndsGatheringAndWritesAllInOrder() {
    var writer = writer(NEVER, 2, 100);
    for (var item : List.of(1, 2, 3, 4, 5)) {
      assertThat(writer.offer(item, 0)).isTrue();
    }
    assertThat(writer.unwritten()).isEqualTo(5);
    assertThat(writer.flush(SOON)).isTrue();
    assertThat(groups).containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
    assertThat(writer.unwritten()).isZero();
  }

  @Test
  void whatDoesNotFitIsRefusedUntilThereIsRoom() {
    var writer = writer(NEVER, 10, 10);
    assertThat(writer.offer(4, 5)).isTrue();
    assertThat(writer.offer(2, 5)).as("5 must stay free").isFalse();
    assertThat(writer.offer(6, 0)).isTrue();
    assertThat(writer.offer(1, 0)).isFalse();
    writer.flush(SOON);
    assertThat(writer.offer(10, 0)).isTrue();
    assertThat(writer.offer(1, 0)).isFalse();
    writer.flush(SOON);
    assertThat(groups).containsExactly(List.of(4, 6), List.of(10));
  }

  @Test
  void whoPutsWaitsForRoomAndHurriesTheWriter() {
    var writer = writer(NEVER, 10, 3);
    IntStream.range(0, 10).forEach(_ -> writer.put(2));
    writer.put(50);
    assertThat(writer.flush(SOON)).isTrue();
    assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(11);
    assertThat(groups).allMatch(group -> group.size() == 1);
  }

  @Test
  void anInterruptedCallerWritesItsItemItself() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var permits = new Semaphore(0);
    var writer =
        new GroupWriter<Integer>(
            "writer",
            Duration.ZERO,
            1,
            1,
            _ -> 1,
            group -> {
              begun.countDown();
              if (group.contains(1)) {
                permits.acquireUninterruptibly();
              }
              groups.add(group);
            });
    writer.put(1);
    begun.await();
    var caller = Thread.ofVirtual().unstarted(() -> writer.put(2));
    caller.start();
    caller.interrupt();
    caller.join();
    assertThat(groups).containsExactly(List.of(2));
    permits.release();
    assertThat(writer.flush(SOON)).isTrue();
    assertThat(groups).containsExactly(List.of(2), List.of(1));
  }

  @Test
  void aFailureOfOneGroupDoesNotStopTheNext() {
    var calls = new AtomicInteger();
    var writer =
        new GroupWriter<Integer>(
            "writer",
            Duration.ZERO,
            1,
            10,
            _ -> 1,
            group -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("the first group fails");
              }
              groups.add(group);
            });
    writer.put(1);
    assertThat(writer.flush(SOON)).isTrue();
    writer.put(2);
    assertThat(writer.flush(SOON)).isTrue();
    assertThat(groups).containsExactly(List.of(2));
  }

  @Test
  void aFlushThatTakesTooLongSaysSo() {
    var held = new Semaphore(0);
    var writer =
        new GroupWriter<Integer>(
            "writer", Duration.ZERO, 1, 10, _ -> 1, _ -> held.acquireUninterruptibly());
    writer.put(1);
    assertThat(writer.flush(Duration.ofMillis(20))).isFalse();
    held.release();
    assertThat(writer.flush(SOON)).isTrue();
  }
}
