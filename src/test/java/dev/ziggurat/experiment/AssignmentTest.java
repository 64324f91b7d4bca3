package dev.ziggurat.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** Which agent is in which arm. */
class AssignmentTest {

  private static final int AGENTS = 10_000;

  static Experiment experiment(String salt, List<Integer> percents, int ramp) {
    var arms = new ArrayList<Arm>();
    for (var i = 0; i < percents.size(); i++) {
      arms.add(new Arm("arm-" + i, percents.get(i), Variant.NONE));
    }
    return new Experiment(
        "game",
        "experiment",
        salt,
        arms,
        Allocation.of(percents),
        ramp,
        Experiment.State.RUNNING,
        Optional.empty(),
        OptionalLong.of(0),
        Instant.EPOCH,
        Optional.of(Instant.EPOCH),
        Optional.empty(),
        1);
  }

  static String handle(int agent) {
    return "agent-%04d".formatted(agent);
  }

  /** Percents of 2 to 8 arms, each at least 1, 100 together. */
  @Provide
  Arbitrary<List<Integer>> shares() {
    return Arbitraries.integers()
        .between(2, 8)
        .flatMap(
            arms ->
                Arbitraries.integers()
                    .between(1, 99)
                    .set()
                    .ofSize(arms - 1)
                    .map(
                        cuts -> {
                          var shares = new ArrayList<Integer>();
                          var last = 0;
                          for (var cut : cuts.stream().sorted().toList()) {
                            shares.add(cut - last);
                            last = cut;
                          }
                          shares.add(100 - last);
                          return shares;
                        }));
  }

  @Property(tries = 25)
  void armsGetTheirShares(
      @ForAll @AlphaChars @StringLength(min = 8, max = 40) String salt,
      @ForAll("shares") List<Integer> percents,
      @ForAll @IntRange(min = 1, max = 100) int ramp) {
    var experiment = experiment(salt, percents, ramp);
    var counts =
        IntStream.range(0, AGENTS)
            .mapToObj(agent -> experiment.armOf(handle(agent)))
            .flatMap(Optional::stream)
            .collect(Collectors.groupingBy(Arm::name, Collectors.counting()));
    for (var arm : experiment.arms()) {
      assertThat(counts.getOrDefault(arm.name(), 0L) * 100.0 / AGENTS)
          .isCloseTo(arm.percent() * ramp / 100.0, within(2.0));
    }
  }

  @Property(tries = 25)
  void aGrowingRampMovesNobody(
      @ForAll @AlphaChars @StringLength(min = 8, max = 40) String salt,
      @ForAll("shares") List<Integer> percents,
      @ForAll @IntRange(min = 1, max = 100) int ramp,
      @ForAll @IntRange(min = 1, max = 100) int other) {
    var before = experiment(salt, percents, Math.min(ramp, other));
    var after = before.with(Math.max(ramp, other));
    for (var agent = 0; agent < 1_000; agent++) {
      var arm = before.armOf(handle(agent));
      assertThat(arm.isEmpty() || after.armOf(handle(agent)).equals(arm)).isTrue();
    }
  }

  @Property(tries = 60)
  void aChangeOfSharesMovesOnlyWhatItMust(
      @ForAll("shares") List<Integer> before, @ForAll("shares") List<Integer> other) {
    if (before.size() != other.size()) {
      return;
    }
    var first = Allocation.of(before);
    var second = first.changed(other);
    var moved = 0;
    var counts = new int[other.size()];
    for (var bucket = 0; bucket < Allocation.BUCKETS; bucket++) {
      counts[second.arm(bucket)]++;
      moved += first.arm(bucket) == second.arm(bucket) ? 0 : 1;
    }
    var must = 0;
    for (var arm = 0; arm < other.size(); arm++) {
      assertThat(counts[arm]).isEqualTo(other.get(arm) * 100);
      must += Math.max(0, other.get(arm) - before.get(arm)) * 100;
    }
    assertThat(moved).isEqualTo(must);
    assertThat(Allocation.parse(second.text(), other.size())).isEqualTo(second);
  }

  @Example
  void isTheSameForEverAndAnotherWithAnotherSalt() {
    var experiment = experiment("salt-of-a-test", List.of(50, 50), 100);
    var arms = IntStream.range(0, 12).mapToObj(agent -> arm(experiment, agent)).toList();
    assertThat(arms)
        .isEqualTo(IntStream.range(0, 12).mapToObj(agent -> arm(experiment, agent)).toList());
    // Written down once: another version of the program must not move an agent.
    assertThat(String.join("", arms).replace("arm-", "")).isEqualTo("011110001101");
    var other = experiment("another-salt", List.of(50, 50), 100);
    assertThat(IntStream.range(0, 12).mapToObj(agent -> arm(other, agent)).toList())
        .isNotEqualTo(arms);
  }

  private static String arm(Experiment experiment, int agent) {
    return experiment.armOf(handle(agent)).orElseThrow().name();
  }

  @Example
  void whatIsNoAllocationIsRefused() {
    for (var text : List.of("", "10000", "5000:0", "5000:0,4000:1,10000:1", "10000:2", "x:0")) {
      assertThatThrownBy(() -> Allocation.parse(text, 2))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
