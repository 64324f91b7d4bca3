package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.ModelLabels;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Gatherers;

/**
 * Counts what the decisions of models did in games, as {@code ziggurat_turn_actions_total} and
 * {@code ziggurat_turn_score_micro_total}.
 */
@Singleton
class TurnMeters {

  private static final String DECIDED = "ziggurat.turns.decided";
  private static final String ACTIONS = "ziggurat.turn.actions";
  private static final String SCORE = "ziggurat.turn.score.micro";

  private final Database database;
  private final MeterRegistry meters;
  private final ModelLabels labels;

  TurnMeters(Database database, MeterRegistry meters, ModelLabels labels) {
    this.database = database;
    this.meters = meters;
    this.labels = labels;
  }

  /**
   * What the turns of a tick add for one model.
   *
   * @param model as asked
   * @param turns how many it decided
   * @param actions how many actions were taken, refused ones included
   * @param refused how many of them were refused
   * @param gained what scores rose by since the turns before, in millionths of a point
   * @param lost what scores fell by since the turns before, in millionths of a point
   */
  private record Totals(
      String provider,
      String model,
      long turns,
      long actions,
      long refused,
      long gained,
      long lost) {}

  /** Counts turns that were just applied, by the model that was asked. */
  void count(Tick tick, List<String> handles) {
    handles.stream()
        .gather(Gatherers.windowFixed(Apply.TURNS_AT_ONCE))
        .forEach(some -> countSome(tick, some));
  }

  private void countSome(Tick tick, List<String> handles) {
    database
        .query(
            """
            with asked as (
              select distinct on (handle, provider) handle, provider, model_asked from agent_attempt
              where game_id = :gameId and tick = :tick and source = 'tick' and outcome = 'OK'
                and handle = any(:handles))
            select provider, model_asked, count(*), sum(action_count), sum(refused_count),
              coalesce(sum(greatest(score_change_micro, 0)), 0), coalesce(sum(greatest(-score_change_micro, 0)), 0)
            from turn join asked using (handle, provider)
            where game_id = :gameId and tick = :tick and state = 'applied' and handle = any(:handles)
            group by provider, model_asked
            """,
            parameters -> {
              parameters.setString("gameId", tick.game().id());
              parameters.setLong("tick", tick.number());
              parameters.setTexts("handles", handles);
            },
            row ->
                new Totals(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7)))
        .forEach(this::count);
  }

  private void count(Totals totals) {
    var model = labels.of(totals.provider(), totals.model());
    meters.counter(DECIDED, model).increment(totals.turns());
    meters
        .counter(ACTIONS, model.and("result", "done"))
        .increment(totals.actions() - totals.refused());
    meters.counter(ACTIONS, model.and("result", "refused")).increment(totals.refused());
    meters.counter(SCORE, model.and("change", "gained")).increment(totals.gained());
    meters.counter(SCORE, model.and("change", "lost")).increment(totals.lost());
  }
}
