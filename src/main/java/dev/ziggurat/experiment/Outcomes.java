package dev.ziggurat.experiment;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalLong;

/** Reads what became of the agents of an experiment, from the journal and the ledger. */
@Singleton
class Outcomes {

  private final Database database;

  Outcomes(Database database) {
    this.database = database;
  }

  /**
   * The outcomes of those that never changed their arm, and how many did.
   *
   * @param changedArm they are excluded, because they would count in both arms
   */
  record Observed(List<AgentOutcome> agents, int changedArm) {}

  private record Row(boolean changed, AgentOutcome outcome) {}

  /** The outcomes of all turns up to this tick. */
  Observed of(Experiment experiment, long tick) {
    var rows =
        database.query(
            """
            with part as materialized (
              select tick, handle, arm, score_change_micro, refused_count from turn
              where game_id = :gameId and experiment = :experiment and tick <= :tick),
            asked as (
              select attempt.handle, sum(cost_nano) as cost_nano, sum(latency_millis) as latency_millis,
                count(*) filter (where outcome = 'BADJSON') as parse_failures
              from part join agent_attempt attempt on attempt.game_id = :gameId and attempt.tick = part.tick
                and attempt.handle = part.handle
              where source = 'tick' group by attempt.handle)
            select part.handle, min(arm) as arm, min(arm) <> max(arm) as changed, count(*) as turns,
              sum(score_change_micro)::bigint as profit_micro, coalesce(sum(refused_count), 0) as refused,
              coalesce(max(cost_nano), 0)::bigint as cost_nano,
              coalesce(max(latency_millis), 0)::bigint as latency_millis,
              coalesce(max(parse_failures), 0) as parse_failures
            from part left join asked using (handle) group by part.handle order by part.handle
            """,
            parameters -> {
              parameters.setString("gameId", experiment.game());
              parameters.setString("experiment", experiment.name());
              parameters.setLong("tick", tick);
            },
            row -> {
              var profit = row.getObject("profit_micro", Long.class);
              return new Row(
                  row.getBoolean("changed"),
                  new AgentOutcome(
                      row.getString("handle"),
                      row.getString("arm"),
                      row.getLong("turns"),
                      profit == null ? OptionalLong.empty() : OptionalLong.of(profit),
                      row.getLong("cost_nano"),
                      row.getLong("parse_failures"),
                      row.getLong("refused"),
                      row.getLong("latency_millis")));
            });
    return new Observed(
        rows.stream().filter(row -> !row.changed()).map(Row::outcome).toList(),
        (int) rows.stream().filter(Row::changed).count());
  }
}
