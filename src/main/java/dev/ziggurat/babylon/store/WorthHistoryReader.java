package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import dev.ziggurat.world.PastWorth;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/**
 * Reads what an agent was worth after each of the last ticks. Nothing is stored for it: it is
 * today's wallet less what came later (trades, payouts and refunds, grants), and the shares of then
 * at the prices of then, which trades store with four decimals.
 */
@Singleton
class WorthHistoryReader {

  /** Where the ticks begin. Read first, so that the database plans the rest by real numbers. */
  private static final String START =
      """
      select number, slot from (
        select number, slot from tick
        where game_id = :gameId and phase = 'closed' and number >= (
          select min(tick) from turn where game_id = :gameId and handle = :handle)
        order by number desc limit :ticks) as span
      order by number limit 1
      """;

  private static final String SQL =
      """
      with span as materialized (
        select number, slot from tick
        where game_id = :gameId and phase = 'closed' and number >= :firstTick
        order by number limit :ticks),
      traded as materialized (
        select tick, market_id, side,
          case when bought then micro_points else -micro_points end as paid,
          case when bought then micro_shares else -micro_shares end as shares
        from babylon_trade
        where game_id = :gameId and handle = :handle and tick > :firstTick),
      held as materialized (
        select market.id, market.resolved_at, position.yes_micro_shares, position.no_micro_shares,
          case when market.voided then position.spent_micro_points
            when market.outcome then position.yes_micro_shares
            else position.no_micro_shares end as payout
        from babylon_position position
          join babylon_market market
            on market.game_id = position.game_id and market.id = position.market_id
        where position.game_id = :gameId and position.handle = :handle and (
          market.resolved_at is null or market.resolved_at > :firstSlot)),
      granted as materialized (
        select after_tick, (action::jsonb ->> 'microPoints')::bigint as micro_points
        from intervention
        where game_id = :gameId and after_tick >= :firstTick
          and action::jsonb ->> 'type' = 'grant' and action::jsonb ->> 'agent' = :handle)
      select number, slot, wallet.micro_points
        + coalesce((select sum(paid) from traded where tick > number), 0)
        - coalesce((select sum(payout) from held where resolved_at > slot), 0)
        - coalesce((select sum(granted.micro_points) from granted where after_tick >= number), 0)
        + coalesce((
          select floor(sum(
            (yes_micro_shares - coalesce(later.yes, 0)) * price.yes
              + (no_micro_shares - coalesce(later.no, 0)) * (1 - price.yes)))
          from held
            cross join lateral (
              select sum(shares) filter (where side = 'yes') as yes,
                sum(shares) filter (where side = 'no') as no
              from traded where market_id = held.id and tick > number) as later
            cross join lateral (
              select coalesce((
                select price_after from babylon_trade
                where game_id = :gameId and market_id = held.id and tick <= number
                order by tick desc, position desc, action desc limit 1), 5000) / 10000.0 as yes)
              as price
          where resolved_at is null or resolved_at > slot), 0) as worth
      from span, babylon_wallet wallet
      where wallet.game_id = :gameId and wallet.handle = :handle
      order by number
      """;

  private final Database database;

  WorthHistoryReader(Database database) {
    this.database = database;
  }

  /**
   * The worth after each tick since the agent's first turn, oldest first.
   *
   * @param ticks the number of last ticks to look back, at most 200
   */
  List<PastWorth> of(String game, String handle, int ticks) {
    var limit = Paging.limit(ticks);
    return database
        .first(
            START,
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setString("handle", handle);
              parameters.setInt("ticks", limit);
            },
            row -> new Start(row.getLong("number"), row.getTimestamp("slot").toInstant()))
        .map(start -> since(start, game, handle, limit))
        .orElseGet(List::of);
  }

  private record Start(long tick, Instant slot) {}

  private List<PastWorth> since(Start start, String game, String handle, int limit) {
    return database.query(
        SQL,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", handle);
          parameters.setInt("ticks", limit);
          parameters.setLong("firstTick", start.tick());
          parameters.setInstant("firstSlot", start.slot());
        },
        row ->
            new PastWorth(
                row.getLong("number"), row.getTimestamp("slot").toInstant(), row.getLong("worth")));
  }
}
