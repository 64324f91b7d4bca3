package dev.ziggurat.console;

import dev.ziggurat.ledger.CallStep;
import dev.ziggurat.ledger.CallView;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.tick.TurnArchive.AttemptSpan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Attempts over time: a row per turn, a bar per attempt. Positions and widths are percentages of
 * the span, so that the picture needs no script and fits every screen.
 *
 * @param spanMillis the time of the whole width
 */
public record Waterfall(long spanMillis, List<Mark> marks, List<Row> rows) {

  private static final int MAX_MARKS = 6;
  private static final int[] ROUND_STEPS = {1, 2, 5};
  private static final int TEN = 10;
  private static final int PERCENT = 100;
  private static final int NEAR_THE_END = 95;

  /** The built-in providers in their usual order, then other providers that have a bar. */
  public List<String> providers() {
    return Stream.concat(
            Providers.builtIn().ids().stream(),
            rows.stream().flatMap(row -> row.bars().stream()).map(Bar::provider).sorted())
        .distinct()
        .toList();
  }

  /**
   * A mark on the axis.
   *
   * @param anchor text anchor of the label, so that it stays inside the picture
   */
  public record Mark(String x, String label, String anchor) {

    private static Mark of(long at, long step, long span) {
      var anchor = at == 0 ? "start" : at * PERCENT > span * NEAR_THE_END ? "end" : "middle";
      return new Mark(percent(at, span), Waterfall.label(at, step), anchor);
    }
  }

  /**
   * A turn.
   *
   * @param actions number of its actions; {@code refusals} of them were refused
   */
  public record Row(
      String handle, String state, int actions, long refusals, long startMillis, List<Bar> bars) {

    /** The bars as text. */
    public String description() {
      return bars.isEmpty()
          ? "no attempt"
          : bars.stream().map(Bar::description).collect(Collectors.joining("; "));
    }
  }

  /**
   * An attempt.
   *
   * @param failed whether it returned no usable answer
   * @param description its tooltip
   */
  public record Bar(String provider, boolean failed, String x, String width, String description) {

    private static Bar of(AttemptSpan attempt, long span) {
      var failed = !attempt.outcome().equals("OK");
      var reason = attempt.reason().map(each -> " (" + each + ")").orElse("");
      return new Bar(
          attempt.provider(),
          failed,
          percent(Math.max(0, attempt.startMillis()), span),
          percent(attempt.durationMillis(), span),
          "%s %s: %s after %s"
              .formatted(
                  attempt.provider(),
                  attempt.model(),
                  failed ? attempt.outcome() + reason : "answered",
                  Format.duration(attempt.durationMillis())));
    }
  }

  /** A turn with its attempts. */
  record Asked(
      String handle, String state, int actions, long refusals, List<AttemptSpan> attempts) {

    private long startMillis() {
      return attempts.stream().mapToLong(AttemptSpan::startMillis).min().orElse(Long.MAX_VALUE);
    }

    private Row row(long span) {
      return new Row(
          handle,
          state,
          actions,
          refusals,
          startMillis(),
          attempts.stream().map(attempt -> Bar.of(attempt, span)).toList());
    }
  }

  /**
   * Lays out the turns, the first started on top.
   *
   * @param tickMillis how long the tick took, or has taken so far
   */
  static Waterfall of(List<Asked> turns, long tickMillis) {
    var last =
        turns.stream()
            .flatMap(turn -> turn.attempts().stream())
            .mapToLong(attempt -> attempt.startMillis() + attempt.durationMillis())
            .max()
            .orElse(0);
    var span = Math.max(1, Math.max(last, tickMillis));
    return new Waterfall(
        span,
        marks(span),
        turns.stream()
            .sorted(Comparator.comparingLong(Asked::startMillis))
            .map(turn -> turn.row(span))
            .toList());
  }

  /** Lays out the attempts of one call, a row each. */
  static Waterfall of(CallView call) {
    var attempts =
        call.path().stream()
            .filter(step -> step.at().isPresent())
            .map(
                step -> new Asked(step.provider(), step.outcome(), 0, 0, List.of(span(step, call))))
            .toList();
    return of(attempts, call.durationMillis());
  }

  private static AttemptSpan span(CallStep step, CallView call) {
    return new AttemptSpan(
        0,
        step.provider(),
        step.modelAnswered().or(step::model).orElse(""),
        step.outcome(),
        step.reason(),
        step.at().map(at -> Duration.between(call.at(), at).toMillis()).orElse(0L),
        step.latencyMillis().orElse(0L),
        step.costMicroUsd().orElse(0L),
        call.simulated());
  }

  private static List<Mark> marks(long span) {
    var step = step(span);
    return LongStream.iterate(0, at -> at <= span, at -> at + step)
        .mapToObj(at -> Mark.of(at, step, span))
        .toList();
  }

  /** The smallest step of 1, 2, 5, 10, 20 … ms whose marks fit. */
  private static long step(long span) {
    for (long power = 1; ; power *= TEN) {
      for (var round : ROUND_STEPS) {
        if (span / (power * round) < MAX_MARKS) {
          return power * round;
        }
      }
    }
  }

  /** Labels in one unit, with only the digits needed to distinguish them. */
  private static String label(long millis, long step) {
    return step < 200
        ? millis + " ms"
        : BigDecimal.valueOf(millis, 3).setScale(step < 1_000 ? 1 : 0, RoundingMode.HALF_UP) + " s";
  }

  private static String percent(long part, long span) {
    return BigDecimal.valueOf(part * PERCENT)
            .divide(BigDecimal.valueOf(span), 2, RoundingMode.HALF_UP)
            .toPlainString()
        + "%";
  }
}
