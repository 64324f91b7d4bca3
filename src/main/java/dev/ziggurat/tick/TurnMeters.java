package dev.ziggurat.tick;

import dev.ziggurat.ledger.ModelLabels;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/**
 * Counts what the decisions of models did in games, as {@code ziggurat_turn_actions_total} and
 * {@code ziggurat_turn_score_micro_total}.
 */
@Singleton
class TurnMeters {

  private static final String ACTIONS = "ziggurat.turn.actions";
  private static final String SCORE = "ziggurat.turn.score.micro";

  private final MeterRegistry meters;
  private final ModelLabels labels;

  TurnMeters(MeterRegistry meters, ModelLabels labels) {
    this.meters = meters;
    this.labels = labels;
  }

  /**
   * What the turns of a tick add for one model.
   *
   * @param model as asked
   * @param actions how many actions were taken, refused ones included
   * @param refused how many of them were refused
   * @param gained what scores rose by since the turns before, in millionths of a point
   * @param lost what scores fell by since the turns before, in millionths of a point
   */
  record Totals(
      String provider, String model, long actions, long refused, long gained, long lost) {}

  void count(Totals totals) {
    var model = labels.of(totals.provider(), totals.model());
    meters
        .counter(ACTIONS, model.and("result", "done"))
        .increment(totals.actions() - totals.refused());
    meters.counter(ACTIONS, model.and("result", "refused")).increment(totals.refused());
    meters.counter(SCORE, model.and("change", "gained")).increment(totals.gained());
    meters.counter(SCORE, model.and("change", "lost")).increment(totals.lost());
  }
}
