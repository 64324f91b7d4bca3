package dev.ziggurat.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.experiment.LookResult.ArmMean;
import dev.ziggurat.experiment.LookResult.MetricResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleBiFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looking after each tick, and stopping at the first difference that is shown. */
class PeekingTest {

  private static final int RUNS = 1_000;
  private static final int TICKS = 60;
  private static final double MOST_FALSE_POSITIVES = 0.065;

  /** How scores change from tick to tick without any difference between arms. */
  private enum Scores {
    INDEPENDENT(40, List.of(50, 50), (agent, dice) -> dice.nextGaussian()),
    /** An agent that trades well trades well every time. */
    PERSISTENT(40, List.of(50, 50), (agent, dice) -> agent.talent + 0.3 * dice.nextGaussian()),
    /** What rises falls back, so that looks hardly depend on each other. */
    REVERTING(
        40,
        List.of(50, 50),
        (agent, dice) -> {
          var level = 5 * dice.nextGaussian();
          var change = level - agent.level;
          agent.level = level;
          return change;
        }),
    /** Half a turn's change carries over to the next one. */
    TRENDING(
        40,
        List.of(50, 50),
        (agent, dice) -> {
          agent.level = 0.9 * agent.level + dice.nextGaussian();
          return agent.level;
        }),
    SKEWED(60, List.of(50, 50), (agent, dice) -> Math.exp(1.2 * dice.nextGaussian())),
    /** A Pareto distribution without a finite variance. */
    HEAVY_TAILED(
        60, List.of(50, 50), (agent, dice) -> Math.pow(1 - dice.nextDouble(), -1 / 1.9) - 2.1),
    SKEWED_AGENTS_UNEVEN(
        100, List.of(80, 20), (agent, dice) -> Math.exp(agent.talent + 0.3 * dice.nextGaussian())),
    FOUR_ARMS(80, List.of(25, 25, 25, 25), (agent, dice) -> agent.talent + dice.nextGaussian()),
    FEW_AGENTS(12, List.of(50, 50), (agent, dice) -> agent.talent + dice.nextGaussian());

    private final int agents;
    private final List<Integer> percents;
    private final ToDoubleBiFunction<Player, RandomGenerator> change;

    Scores(int agents, List<Integer> percents, ToDoubleBiFunction<Player, RandomGenerator> change) {
      this.agents = agents;
      this.percents = percents;
      this.change = change;
    }
  }

  /** An agent with its sums since the experiment began. */
  private static final class Player {
    final String handle;
    final String arm;
    final double talent;
    double level;
    long profit;
    long cost;
    long failures;
    long refused;
    long latency;

    Player(String handle, String arm, RandomGenerator dice) {
      this.handle = handle;
      this.arm = arm;
      this.talent = dice.nextGaussian();
    }

    void play(double change, RandomGenerator dice) {
      profit += Math.round(change * 1e6);
      cost += Math.round(200_000 * Math.exp(0.2 * dice.nextGaussian()));
      failures += dice.nextDouble() < 0.02 ? 1 : 0;
      refused += dice.nextDouble() < 0.05 + 0.02 * Math.abs(talent) ? 1 : 0;
      latency += Math.round(400 * Math.exp(0.8 * dice.nextGaussian()));
    }

    AgentOutcome after(long ticks) {
      return new AgentOutcome(
          handle, arm, ticks, 0, 0, OptionalLong.of(profit), cost, failures, refused, latency);
    }
  }

  /** The metrics that showed a difference at any time, with the arms. */
  private record Shown(String metric, ArmMean arm) {}

  /**
   * Plays a run.
   *
   * @param gain what turns of the second arm earn beside
   */
  private static List<Shown> run(Scores scores, long seed, double gain) {
    var dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var experiment = AssignmentTest.experiment("salt-" + seed, scores.percents, 100);
    var players =
        IntStream.range(0, scores.agents)
            .mapToObj(AssignmentTest::handle)
            .map(handle -> new Player(handle, experiment.armOf(handle).orElseThrow().name(), dice))
            .toList();
    var comparison = new Comparison(experiment.arms().stream().map(Arm::name).toList());
    var shown = new ArrayList<Shown>();
    var look = 0;
    var due = LookSchedule.after(0);
    for (var tick = 1L; tick <= TICKS; tick++) {
      for (var player : players) {
        var change = scores.change.applyAsDouble(player, dice);
        player.play(player.arm.equals("arm-1") ? change + gain : change, dice);
      }
      if (tick < due) {
        continue;
      }
      look++;
      due = LookSchedule.after(tick);
      var now = tick;
      var observed =
          new Outcomes.Observed(players.stream().map(player -> player.after(now)).toList(), 0);
      for (var metric : comparison.at(look, observed).metrics()) {
        shown.addAll(shown(metric));
      }
    }
    return shown;
  }

  private static List<Shown> shown(MetricResult metric) {
    return metric.arms().stream()
        .filter(ArmMean::differs)
        .map(arm -> new Shown(metric.metric(), arm))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Scores.class)
  void experimentsWithoutADifferenceSeldomShowOne(Scores scores) {
    var wrong =
        IntStream.range(0, RUNS).parallel().filter(seed -> !run(scores, seed, 0).isEmpty()).count();
    System.Logger log = System.getLogger("peeking");
    log.log(System.Logger.Level.INFO, "{0}: {1} of {2} runs", scores, wrong, RUNS);
    assertThat((double) wrong / RUNS).isLessThanOrEqualTo(MOST_FALSE_POSITIVES);
  }

  @ParameterizedTest
  @EnumSource(
      value = Scores.class,
      names = {"INDEPENDENT", "PERSISTENT", "TRENDING", "SKEWED", "HEAVY_TAILED"})
  void aBetterArmIsFound(Scores scores) {
    var gain = scores == Scores.TRENDING ? 6 : 2;
    for (var seed = 0; seed < 100; seed++) {
      var profits =
          run(scores, seed, gain).stream().filter(each -> each.metric().equals("profit")).toList();
      assertThat(profits).as("seed %d", seed).isNotEmpty();
      assertThat(profits.getLast().arm().low().orElseThrow()).isPositive();
    }
  }

  @Test
  void allLooksTogetherMayErrAsStated() {
    var sum = IntStream.rangeClosed(1, 100_000).mapToDouble(LookSchedule::share).sum();
    assertThat(sum).isBetween(0.999, 1.0);
    assertThat(Arrays.stream(Metric.values()).mapToDouble(Metric::share).sum()).isEqualTo(1);
  }

  @Test
  void whereNothingVariesOnlyManyAgentsShowADifference() {
    var sequence = new ConfidenceSequence(0.05);
    var alike = sequence.at(1, agents(30, 0), agents(30, 0));
    assertThat(alike.isBounded())
        .as("nobody failed yet, which does not mean that nobody will")
        .isFalse();
    assertThat(sequence.at(1, agents(5, 0), agents(5, 1)).excludesZero()).isFalse();
    var many = sequence.at(1, agents(30, 0), agents(30, 1));
    assertThat(many.excludesZero()).isTrue();
    assertThat(many.low()).isBetween(0.5, 0.95);
    assertThat(sequence.at(1, agents(4, 0), agents(40, 1)).isBounded()).isFalse();
  }

  private static double[] agents(int count, double each) {
    var numbers = new double[count];
    Arrays.fill(numbers, each);
    return numbers;
  }

  /** What would be wrong: a test for one look, taken after every tick. */
  @Test
  void peekingAtUsualIntervalsWouldShowDifferencesThatAreNone() {
    var wrong =
        IntStream.range(0, 200).filter(seed -> usualIntervalsShow(Scores.REVERTING, seed)).count();
    assertThat((double) wrong / 200).isGreaterThan(0.3);
  }

  private static boolean usualIntervalsShow(Scores scores, long seed) {
    var dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var players =
        IntStream.range(0, scores.agents)
            .mapToObj(agent -> new Player("p" + agent, "arm-" + agent % 2, dice))
            .toList();
    for (var tick = 1; tick <= TICKS; tick++) {
      players.forEach(player -> player.play(scores.change.applyAsDouble(player, dice), dice));
      var control = profits(players, "arm-0");
      var other = profits(players, "arm-1");
      // Look 1 may use a seventh of the error: all of 5 % that is.
      var interval = new ConfidenceSequence(0.05 / LookSchedule.share(1)).at(1, control, other);
      if (interval.excludesZero()) {
        return true;
      }
    }
    return false;
  }

  private static double[] profits(List<Player> players, String arm) {
    return players.stream()
        .filter(player -> player.arm.equals(arm))
        .mapToDouble(player -> player.profit)
        .toArray();
  }
}
