package dev.ziggurat.console;

import dev.ziggurat.experiment.Figures;
import dev.ziggurat.experiment.LookResult;
import dev.ziggurat.experiment.LookResult.ArmMean;
import dev.ziggurat.experiment.LookResult.ArmTurns;
import dev.ziggurat.experiment.LookResult.MetricResult;
import dev.ziggurat.games.experiments.ArmView;
import dev.ziggurat.games.experiments.ExperimentView;
import io.quarkus.qute.RawString;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An experiment on its page.
 *
 * @param looks its looks, newest first
 */
public record ExperimentCard(ExperimentView experiment, List<LookResult> looks) {

  /** An arm with what was observed of it. */
  public record Arm(ArmView arm, Optional<ArmTurns> turns, boolean winner) {

    /** Whether the settings can take it over: they have a model, and nothing else of it. */
    public boolean isOnlyModel() {
      return arm.model().isPresent() && arm.temperature().isEmpty() && arm.instructions().isEmpty();
    }
  }

  /** Arms that a form has fields for; the REST API takes more. */
  private static final int FORM_ARMS = 4;

  private static final String EVEN = "50";

  /** An arm in a form, as texts; an empty text stands for what is as usual. */
  public record ArmField(
      String name, String percent, String model, String temperature, String instructions) {

    private static final ArmField NONE = new ArmField("", "", "", "", "");

    private static ArmField of(ArmView arm) {
      return new ArmField(
          arm.name(),
          Integer.toString(arm.percent()),
          arm.model().orElse(""),
          arm.temperature().map(Object::toString).orElse(""),
          arm.instructions().orElse(""));
    }

    /** The fields for a new experiment: two arms of the same size, and places for more. */
    static List<ArmField> ofNew() {
      return withPlaces(Collections.nCopies(2, new ArmField("", EVEN, "", "", "")));
    }

    private static List<ArmField> withPlaces(List<ArmField> arms) {
      return Stream.concat(
              arms.stream(),
              Stream.generate(() -> NONE).limit(Math.max(0, FORM_ARMS - arms.size())))
          .toList();
    }
  }

  /** The arms in the form that edits them. */
  public List<ArmField> armFields() {
    return ArmField.withPlaces(experiment.arms().stream().map(ArmField::of).toList());
  }

  /** A comparison by one metric. */
  public record Metric(String title, String unit, String sentence, List<Row> rows) {}

  /**
   * An arm by one metric.
   *
   * @param difference to the control, with its bounds; empty for the control
   */
  public record Row(
      String arm, int agents, String mean, String difference, boolean differs, RawString bar) {}

  /** What an earlier look said of profits. */
  public record Past(long tick, String sentence) {}

  /** The arms, the control first. */
  public List<Arm> arms() {
    return experiment.arms().stream()
        .map(
            arm ->
                new Arm(
                    arm,
                    experiment.last().flatMap(last -> turns(last, arm.name())),
                    experiment.winner().filter(arm.name()::equals).isPresent()))
        .toList();
  }

  private static Optional<ArmTurns> turns(LookResult look, String arm) {
    return look.results().arms().stream().filter(each -> each.arm().equals(arm)).findFirst();
  }

  /** The newest results. */
  public List<Metric> metrics() {
    return experiment.last().stream()
        .flatMap(look -> look.results().metrics().stream())
        .map(ExperimentCard::metric)
        .toList();
  }

  private static Metric metric(MetricResult result) {
    var scale = IntervalBar.over(result.arms());
    return new Metric(
        Format.title(Format.words(result.metric())),
        result.unit(),
        result.sentence(),
        result.arms().stream().map(arm -> row(arm, scale)).toList());
  }

  private static Row row(ArmMean arm, IntervalBar scale) {
    return new Row(
        arm.arm(),
        arm.agents(),
        arm.mean().map(Figures::of).orElse("–"),
        arm.difference().map(difference -> Figures.of(difference) + bounds(arm)).orElse(""),
        arm.differs(),
        scale.svg(arm));
  }

  private static String bounds(ArmMean arm) {
    return arm.low().isEmpty() || arm.high().isEmpty()
        ? ""
        : " (%s to %s)".formatted(Figures.of(arm.low().get()), Figures.of(arm.high().get()));
  }

  /** What the looks said of profits, newest first. */
  public List<Past> past() {
    return looks.stream()
        .map(look -> new Past(look.tick(), look.results().metrics().getFirst().sentence()))
        .toList();
  }
}
