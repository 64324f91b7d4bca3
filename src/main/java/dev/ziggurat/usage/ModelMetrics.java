package dev.ziggurat.usage;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.usage.ModelMetricsRow.Cost;
import dev.ziggurat.usage.ModelMetricsRow.Percentiles;
import dev.ziggurat.usage.ModelMetricsRow.Profit;
import dev.ziggurat.usage.ModelMetricsRow.Tokens;
import dev.ziggurat.usage.ModelMetricsRow.Turns;
import dev.ziggurat.world.Scores;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares models by their attempts and the turns that they decided: one statement reads both,
 * because percentiles are exact and so need each attempt.
 */
@Singleton
class ModelMetrics {

  /** Attempts that are read one by one: a few seconds. */
  static final int MAX_ATTEMPTS = 200_000;

  private static final int MAX_ROWS = 1_000;

  private static final String PERCENTILES =
      "percentile_disc(array[0.5, 0.95, 0.99]) within group (order by %s)";

  /** The earliest time from which there are at most so many attempts; no row if all are read. */
  private static final String NARROWED =
      """
      select at from attempt where at >= :from and at < :to order by at desc offset :most limit 1
      """;

  /**
   * A call for several agents asks for an answer of each. Turns are joined to the answer that
   * decided them. Costs of a turn are those of its whole call, which other models may have failed
   * before, in equal parts if it decided several turns.
   */
  private static final String QUERY =
      """
      with recent as (
        select id, provider, %s as model, outcome, source = 'tick' as of_turn, call_id, game_id, tick, handle,
          latency_millis, first_token_millis, input_tokens, cached_tokens, cache_write_tokens, output_tokens,
          reasoning_tokens, cost_nano, at_most_nano, price_known, simulated,
          sum(cost_nano) over call as call_nano, bool_and(price_known) over call as call_known
        from attempt
        where at >= :from and at < :to and outcome not in ('CACHED', 'SKIPPED')
          and source <> 'training' and (:game::text is null or game_id = :game)
        window call as (partition by call_id))
      select recent.provider, recent.model, grouping(recent.provider) = 1 as is_total,
        count(*) as attempts,
        count(*) filter (where recent.outcome = 'OK') as successes,
        coalesce(sum(greatest(1, asked.agents)), 0) as answers,
        coalesce(sum(case when recent.outcome = 'BADJSON' then greatest(1, asked.agents) else asked.unusable end), 0)
          as parse_failures,
        %s filter (where recent.outcome = 'OK') as latencies,
        %s filter (where first_token_millis is not null) as first_tokens,
        coalesce(sum(input_tokens), 0) as input_tokens,
        coalesce(sum(cached_tokens), 0) as cached_tokens,
        coalesce(sum(cache_write_tokens), 0) as cache_write_tokens,
        coalesce(sum(output_tokens), 0) as output_tokens,
        coalesce(sum(reasoning_tokens), 0) as reasoning_tokens,
        coalesce(sum(recent.cost_nano), 0) as cost_nano,
        coalesce(sum(recent.at_most_nano), 0) as at_most_nano,
        count(*) filter (where not recent.price_known) as unpriced,
        coalesce(bool_or(recent.simulated), false) as simulated,
        coalesce(sum(decided.turns), 0) as turns,
        coalesce(sum(input_tokens) filter (where of_turn), 0) as turn_input_tokens,
        coalesce(sum(output_tokens) filter (where of_turn), 0) as turn_output_tokens,
        coalesce(sum(recent.cost_nano) filter (where of_turn), 0) as turn_cost_nano,
        coalesce(sum(decided.actions), 0) as actions,
        coalesce(sum(decided.refused), 0) as refused_actions,
        coalesce(sum(decided.scored), 0) as scored_turns,
        coalesce(sum(decided.profit_micro), 0) as profit_micro,
        coalesce(sum(recent.call_nano * decided.scored / nullif(decided.turns, 0)), 0)::bigint as profit_cost_nano,
        coalesce(bool_and(recent.call_known) filter (where decided.scored > 0), true)
          as profit_cost_known,
        min(decided.first_game) as first_game,
        max(decided.last_game) as last_game
      from recent left join lateral (
        select count(*) as agents, count(*) filter (where unusable) as unusable from attempt_share share
        where recent.of_turn and recent.handle is null and share.attempt_id = recent.id) as asked on true
      left join lateral (
        select count(*) as turns, sum(action_count) as actions, sum(refused_count) as refused,
          count(score_change_micro) as scored, sum(score_change_micro) as profit_micro,
          min(turn.game_id) filter (where score_change_micro is not null) as first_game,
          max(turn.game_id) filter (where score_change_micro is not null) as last_game
        from turn
        where recent.of_turn and recent.outcome = 'OK' and turn.game_id = recent.game_id and turn.tick = recent.tick
          and turn.handle = any(case when recent.handle is not null then array[recent.handle]
            else array(select share.handle from attempt_share share where share.attempt_id = recent.id) end)
          and turn.call_id = recent.call_id and turn.provider = recent.provider and turn.state = 'applied') as decided
        on true
      group by grouping sets ((recent.provider, recent.model), ())
      order by is_total desc, cost_nano desc, attempts desc, recent.provider, recent.model
      limit %d
      """;

  private static final String ASKED =
      QUERY.formatted(
          "model_asked",
          percentiles("latency_millis"),
          percentiles("first_token_millis"),
          MAX_ROWS + 2);
  private static final String ANSWERED =
      QUERY.formatted(
          "coalesce(model_answered, model_asked)",
          percentiles("latency_millis"),
          percentiles("first_token_millis"),
          MAX_ROWS + 2);

  private final Database database;
  private final Games games;
  private final Worlds worlds;

  ModelMetrics(Database database, Games games, Worlds worlds) {
    this.database = database;
    this.games = games;
    this.worlds = worlds;
  }

  private static String percentiles(String column) {
    return PERCENTILES.formatted(column);
  }

  /**
   * A comparison of models.
   *
   * @param from inclusive
   * @param to exclusive
   * @param game only this game's attempts
   * @param byAnswered whether models are told apart by the names that answers state, not by those
   *     that were asked for
   */
  record Query(Instant from, Instant to, Optional<String> game, boolean byAnswered) {}

  ModelMetricsReport report(Query query, Comparator<ModelMetricsRow> order) {
    return report(query, order, MAX_ATTEMPTS);
  }

  /** The same, with at most so many attempts read. */
  ModelMetricsReport report(Query query, Comparator<ModelMetricsRow> order, int mostAttempts) {
    var narrowed = narrowed(query, mostAttempts);
    var from = narrowed.orElse(query.from());
    var rows = new ArrayList<ModelMetricsRow>();
    var totals = new ArrayList<Total>();
    database.query(
        query.byAnswered() ? ANSWERED : ASKED,
        parameters -> bind(parameters, query, from),
        row -> row.getBoolean("is_total") ? totals.add(total(row)) : rows.add(row(row)));
    var total = totals.getFirst();
    var truncated = rows.size() > MAX_ROWS;
    return new ModelMetricsReport(
        from,
        query.to(),
        query.byAnswered() ? "answered" : "asked",
        narrowed.isPresent(),
        total.game().flatMap(this::unit),
        total.mixedGames(),
        rows.stream()
            .limit(MAX_ROWS)
            .map(row -> total.mixedGames() ? row.withoutProfit() : row)
            .sorted(order)
            .toList(),
        total.mixedGames() ? total.row().withoutProfit() : total.row(),
        truncated);
  }

  private Optional<Instant> narrowed(Query query, int mostAttempts) {
    return database
        .first(
            NARROWED,
            parameters -> {
              parameters.setInstant("from", query.from());
              parameters.setInstant("to", query.to());
              parameters.setInt("most", mostAttempts);
            },
            row -> row.getTimestamp(1).toInstant())
        .map(last -> last.plus(1, ChronoUnit.MICROS));
  }

  private static void bind(Parameters parameters, Query query, Instant from) throws SQLException {
    parameters.setInstant("from", from);
    parameters.setInstant("to", query.to());
    parameters.setString("game", query.game());
  }

  /** The name of a point; empty if the game is gone, or keeps no score any more. */
  private Optional<String> unit(String game) {
    return games.find(game).flatMap(worlds::scores).map(Scores::unit);
  }

  /**
   * The total.
   *
   * @param game the only one with profits
   */
  private record Total(ModelMetricsRow row, Optional<String> game, boolean mixedGames) {}

  private static Total total(ResultSet row) throws SQLException {
    var first = Optional.ofNullable(row.getString("first_game"));
    var mixed = first.isPresent() && !first.get().equals(row.getString("last_game"));
    return new Total(row(row), first.filter(_ -> !mixed), mixed);
  }

  private static ModelMetricsRow row(ResultSet row) throws SQLException {
    return new ModelMetricsRow(
        Optional.ofNullable(row.getString("provider")),
        Optional.ofNullable(row.getString("model")),
        row.getLong("attempts"),
        row.getLong("successes"),
        row.getLong("answers"),
        row.getLong("parse_failures"),
        percentiles(row, "latencies"),
        percentiles(row, "first_tokens"),
        new Tokens(
            row.getLong("input_tokens"),
            row.getLong("cached_tokens"),
            row.getLong("cache_write_tokens"),
            row.getLong("output_tokens"),
            row.getLong("reasoning_tokens")),
        Cost.of(row.getLong("cost_nano"), row.getLong("at_most_nano"), row.getLong("unpriced")),
        turns(row),
        row.getBoolean("simulated"));
  }

  private static Turns turns(ResultSet row) throws SQLException {
    var decided = row.getLong("turns");
    return new Turns(
        decided,
        Turns.perTurn(row.getLong("turn_input_tokens"), decided),
        Turns.perTurn(row.getLong("turn_output_tokens"), decided),
        Turns.perTurn(row.getLong("turn_cost_nano"), decided),
        row.getLong("actions"),
        row.getLong("refused_actions"),
        profit(row));
  }

  private static Optional<Profit> profit(ResultSet row) throws SQLException {
    var turns = row.getLong("scored_turns");
    return turns == 0
        ? Optional.empty()
        : Optional.of(
            Profit.of(
                turns,
                row.getLong("profit_micro"),
                row.getLong("profit_cost_nano"),
                row.getBoolean("profit_cost_known")));
  }

  private static Percentiles percentiles(ResultSet row, String column) throws SQLException {
    var array = row.getArray(column);
    if (array == null) {
      return new Percentiles(Optional.empty(), Optional.empty(), Optional.empty());
    }
    var values = List.of((Long[]) array.getArray());
    return new Percentiles(
        Optional.of(values.get(0)), Optional.of(values.get(1)), Optional.of(values.get(2)));
  }
}
