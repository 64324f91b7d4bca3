package dev.ziggurat.live;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the events of all processes from the database. Rows store their transaction id: the rows
 * visible in one snapshot and not in an earlier one are those committed between the two.
 */
@Singleton
class LiveRows {

  /** Max running and newly closed ticks per read. */
  private static final int MAX_TICKS = 2_000;

  private static final String NOW =
      """
      select pg_current_snapshot()::text as snapshot, clock_timestamp() as read_at,
        (select version from system_settings where id = 'system') as version
      """;

  /**
   * The oldest transaction that can be new is a parameter, because the query planner can then
   * estimate how few rows match.
   */
  private static final String HAPPENED =
      """
      with asked as materialized (
        select :seen::pg_snapshot as seen, :until::pg_snapshot as until, :since::timestamptz as since,
          :upTo::timestamptz as up_to, :oldVersion::bigint as old_version, :newVersion::bigint as new_version),
      now as materialized (%1$s),
      touched as materialized (
        select * from tick where closed_in >= :oldest::xid8 or phase <> 'closed'
        limit %3$d),
      happened as (
        select 'tick-started' as type, began_in as xid, 1 as rank, game_id, number as tick,
          null as handle, null as provider, null as model, null as outcome, null as reason,
          started_at as at, slot as until, null as detail
        from touched, asked where %2$s
        union all
        select 'turn-thought', thought_in, 2, game_id, tick, handle, provider, model,
          case when state = 'applied' then 'thought' when held then 'held' when undecided then 'undecided' else state end,
          null, thought_at, null, null
        from turn, asked where thought_in >= :oldest::xid8 and %4$s
        union all
        select 'turn-applied', applied_in, 3, touched.game_id, number, handle, null, null, null,
          null, applied_at, null, results
        from asked, touched join turn on turn.game_id = touched.game_id and turn.tick = number
        where turn.state = 'applied' and %5$s
        union all
        select 'tick-closed', closed_in, 4, game_id, number, null, null, null, outcome, null,
          closed_at, null, null
        from touched, asked where %6$s
        union all
        select 'fail-over', recorded_in, 5, game_id, tick, handle, attempt.provider, model_asked,
          coalesce(failed.outcome, 'SKIPPED'), coalesce(failed.reason, (
            select skip ->> 'reason' from jsonb_array_elements(skips) as skip
            where skip ->> 'provider' = instead_of limit 1)),
          at, null, coalesce(instead_of, failed.provider)
        from asked, attempt
        left join lateral (
          select provider, outcome, reason from attempt failed
          where not first_skipped and failed.call_id = attempt.call_id and failed.provider <> attempt.provider
          order by ordinal limit 1) as failed on true
        where recorded_in >= :oldest::xid8 and attempt.outcome = 'OK'
          and (instead_of is not null or ordinal > 0 and failed.provider is not null)
          and %7$s
        union all
        select 'provider-down', changed_in, 6, null, null, null, provider, nullif(model, ''),
          outcome, reason, null, cooldown.until, null
        from cooldown, asked, now where %8$s and cooldown.until > coalesce(up_to, read_at)
        union all
        select 'provider-up', null, 7, null, null, null, provider, nullif(model, ''), null, null,
          cooldown.until, null, null
        from cooldown, asked, now
        where cooldown.until <= coalesce(up_to, read_at) and (cooldown.until > since or %8$s)
        union all
        select 'settings-changed', null, 8, null, coalesce(new_version, version), null, null, null,
          null, null, null, null, null
        from asked, now where coalesce(new_version, version) <> old_version)
      select now.*, first.* from now left join (
        select * from happened order by xid, rank, handle collate "C" limit :limit) as first on true
      order by xid, rank, handle collate "C"
      """
          .formatted(
              NOW,
              isNew("began_in"),
              MAX_TICKS,
              isNew("thought_in"),
              isNew("applied_in"),
              isNew("closed_in"),
              isNew("recorded_in"),
              isNew("changed_in"));

  private final Database database;
  private final EventData data;
  private final LiveConfig config;

  LiveRows(Database database, EventData data, LiveConfig config) {
    this.database = database;
    this.data = data;
    this.config = config;
  }

  private static String isNew(String transaction) {
    return "not pg_visible_in_snapshot(%1$s, seen) and coalesce(pg_visible_in_snapshot(%1$s, asked.until), true)"
        .formatted(transaction);
  }

  /**
   * Events in the order of their transaction ids.
   *
   * @param position the cursor after these events
   * @param events empty if there are too many
   */
  record Batch(EventCursor position, Optional<List<LiveEvent>> events) {}

  /** The current position. */
  EventCursor now() {
    return database.first(NOW, parameters -> {}, LiveRows::position).orElseThrow();
  }

  /** The events since a position. */
  Batch after(EventCursor seen) {
    return read(seen, Optional.empty());
  }

  /** The events after one position up to another. */
  Batch between(EventCursor seen, EventCursor until) {
    return read(seen, Optional.of(until));
  }

  private Batch read(EventCursor seen, Optional<EventCursor> until) {
    var positions = new ArrayList<EventCursor>(1);
    var events =
        database.query(
            HAPPENED,
            parameters -> {
              parameters.setString("seen", seen.snapshot());
              parameters.setString("until", until.map(EventCursor::snapshot).orElse(null));
              parameters.setInstant("since", seen.at());
              parameters.setInstant("upTo", until.map(EventCursor::at));
              parameters.setLong("oldVersion", seen.settingsVersion());
              parameters.setObject(
                  "newVersion", until.map(EventCursor::settingsVersion).orElse(null));
              parameters.setString("oldest", seen.oldest());
              parameters.setInt("limit", config.mostEvents() + 1);
            },
            row -> {
              positions.add(position(row));
              return event(row);
            });
    var known = events.stream().flatMap(Optional::stream).toList();
    return new Batch(
        until.orElseGet(positions::getFirst),
        known.size() > config.mostEvents() ? Optional.empty() : Optional.of(known));
  }

  private static EventCursor position(ResultSet row) throws SQLException {
    return new EventCursor(
        row.getTimestamp("read_at").toInstant(), row.getLong("version"), row.getString("snapshot"));
  }

  private Optional<LiveEvent> event(ResultSet row) throws SQLException {
    var type = row.getString("type");
    return type == null
        ? Optional.empty()
        : Optional.of(
            new LiveEvent(type, Optional.ofNullable(row.getString("game_id")), data.of(type, row)));
  }
}
