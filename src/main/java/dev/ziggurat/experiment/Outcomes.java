package dev.ziggurat.experiment;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalLong;

/** Reads what became of the agents of an experiment, from the journal and the ledger. */
@Singleton
class Outcomes {

  private final Database database;
  private final Catalogue catalogue;

  Outcomes(Database database, Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /**
   * The outcomes of those that never changed their arm, and how many did.
   *
   * @param changedArm they are excluded, because they would count in both arms
   */
  record Observed(List<AgentOutcome> agents, int changedArm) {}

  private record Row(boolean changed, AgentOutcome outcome) {}

  /** A model of an arm at a provider that serves it. */
  private record ArmOffer(String arm, String provider, String model) {}

  /**
   * The outcomes of all turns up to this tick. Turns that nobody was asked for, because a budget
   * had no room or the time was over, count for nothing but themselves: else the arm that was asked
   * less often would look cheaper and faster.
   */
  Observed of(Experiment experiment, long tick) {
    var offers = offers(experiment);
    var rows =
        database.query(
            """
            with part as materialized (
              select tick, handle, arm, state = 'applied' as answered, score_change_micro, refused_count
              from turn where game_id = :gameId and experiment = :experiment and tick <= :tick),
            offer as (
              select * from unnest(:arms::text[], :providers::text[], :models::text[])
                as offer (arm, provider, model)),
            spent as (
              select attempt.tick, attempt.handle, sum(cost_nano) as cost_nano,
                sum(latency_millis) as latency_millis,
                count(*) filter (where outcome = 'BADJSON' or unusable) as parse_failures,
                bool_or(outcome = 'OK' and exists (
                  select from offer where offer.arm = part.arm and offer.provider = attempt.provider
                    and offer.model = attempt.model_asked)) as by_its_model
              from part join agent_attempt attempt on attempt.game_id = :gameId and attempt.tick = part.tick
                and attempt.handle = part.handle
              where source = 'tick' group by attempt.tick, attempt.handle),
            asked as (
              select part.*, answered or spent.tick is not null as asked, cost_nano, latency_millis,
                parse_failures, by_its_model
              from part left join spent using (tick, handle))
            select handle, min(arm) as arm, min(arm) <> max(arm) as changed,
              count(*) filter (where asked) as turns, count(*) filter (where not asked) as not_asked,
              count(*) filter (where answered and not coalesce(by_its_model, false)
                and arm in (select offer.arm from offer)) as by_another_model,
              sum(score_change_micro) filter (where asked)::bigint as profit_micro,
              coalesce(sum(refused_count), 0) as refused,
              coalesce(sum(cost_nano), 0)::bigint as cost_nano,
              coalesce(sum(latency_millis), 0)::bigint as latency_millis,
              coalesce(sum(parse_failures), 0) as parse_failures
            from asked group by handle order by handle
            """,
            parameters -> {
              parameters.setString("gameId", experiment.game());
              parameters.setString("experiment", experiment.name());
              parameters.setLong("tick", tick);
              parameters.setTexts("arms", offers.stream().map(ArmOffer::arm).toList());
              parameters.setTexts("providers", offers.stream().map(ArmOffer::provider).toList());
              parameters.setTexts("models", offers.stream().map(ArmOffer::model).toList());
            },
            row -> {
              var profit = row.getObject("profit_micro", Long.class);
              return new Row(
                  row.getBoolean("changed"),
                  new AgentOutcome(
                      row.getString("handle"),
                      row.getString("arm"),
                      row.getLong("turns"),
                      row.getLong("not_asked"),
                      row.getLong("by_another_model"),
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

  private List<ArmOffer> offers(Experiment experiment) {
    return experiment.arms().stream()
        .flatMap(
            arm ->
                arm.variant().model().flatMap(catalogue::resolve).stream()
                    .flatMap(resolution -> resolution.offers().stream())
                    .map(
                        offer ->
                            new ArmOffer(arm.name(), offer.provider().id(), offer.model().id())))
        .toList();
  }
}
