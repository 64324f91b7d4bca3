package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps sums of attempts, so that usage is told fast. Attempts are taken in the order of their
 * transactions, and only those before which nothing can come any more: each is counted once,
 * however late it commits and whatever hour it belongs to. What is not yet in the sums is read
 * beside them. Nobody waits for the sums: whoever reads them takes in a part of what has gathered.
 */
@Singleton
public class UsageRollup {

  /** Attempts summed up for each grain. */
  private static final String GROUPED =
      """
      select kept.grain, kept.starts, kept.source, coalesce(game_id, '') as game_id, kept.handle, provider, kept.model,
        %s
      from %s as batch
      cross join lateral (values
        ('hour', batch.starts, batch.source, '', batch.model),
        ('agent day', date_trunc('day', at, 'UTC'), '', batch.handle, '')
      ) as kept (grain, starts, source, handle, model)
      where kept.handle is not null
      group by 1, 2, 3, 4, 5, 6, 7
      """;

  private static final String FOLD =
      """
      with batch as materialized (
        select * from attempt_measured
        where (recorded_in, id) > (:recordedIn::xid8, :id)
          and recorded_in < pg_snapshot_xmin(pg_current_snapshot())
        order by recorded_in, id limit :limit),
      marked as (
        update usage_mark set recorded_in = last.recorded_in, id = last.id
        from (select recorded_in, id from batch order by recorded_in desc, id desc limit 1) as last)
      insert into usage (grain, starts, source, game_id, handle, provider, model, %s)
      %s
      on conflict (grain, starts, source, game_id, handle, provider, model) do update set %s
      """
          .formatted(
              UsageColumns.NAMES,
              GROUPED.formatted(UsageColumns.SUMS, "batch"),
              UsageColumns.each(name -> name + " = usage." + name + " + excluded." + name));

  private static final String TAKE_OUT =
      """
      with counted as materialized (
        select attempt_measured.* from attempt_measured join attempt using (recorded_in, id)
        where call_id = any(:callIds) and outcome = 'ORPHANED' and (recorded_in, id) <= (:recordedIn::xid8, :id)),
      gone as (%s)
      update usage set %s from gone
      where usage.grain = gone.grain and usage.starts = gone.starts and usage.source = gone.source
        and usage.game_id = gone.game_id and usage.handle = gone.handle
        and usage.provider = gone.provider and usage.model = gone.model
      """
          .formatted(
              GROUPED.formatted(UsageColumns.SUMS, "counted"),
              UsageColumns.each(name -> name + " = usage." + name + " - gone." + name));

  private final Database database;
  private final LedgerConfig config;
  private final InstantSource time;

  UsageRollup(Database database, LedgerConfig config, InstantSource time) {
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /** The last attempt in the sums. */
  private record Mark(String recordedIn, UUID id) {}

  /**
   * Takes in what has gathered, as much as there is time for, unless another process is just doing
   * so.
   *
   * @return whether there may be more to take in
   */
  public boolean catchUp() {
    var end = time.instant().plus(config.summingUp());
    var more = takeIn();
    while (more && time.instant().isBefore(end)) {
      more = takeIn();
    }
    return more;
  }

  private boolean takeIn() {
    var backlog = backlog();
    if (backlog.foreign()) {
      database.inTransaction(this::startAnew);
    }
    return backlog.worthwhile() && database.inTransaction(this::fold);
  }

  /**
   * What waits to be taken in.
   *
   * @param foreign whether attempts are here from transactions that this server has yet to begin:
   *     the database was restored from a dump, and the numbers in it are another server's
   */
  private record Backlog(boolean foreign, boolean worthwhile) {}

  private Backlog backlog() {
    return database
        .first(
            """
            select recorded_in >= pg_snapshot_xmax(pg_current_snapshot()) or exists (
                select 1 from attempt where recorded_in >= pg_snapshot_xmax(pg_current_snapshot())),
              (select count(*) >= :limit from (
                select 1 from attempt
                where (recorded_in, id) >
                  ((select recorded_in from usage_mark), (select id from usage_mark))
                order by recorded_in, id limit :limit) as waiting)
            from usage_mark
            """,
            parameters -> {
              parameters.setInt("limit", config.worthSummingUp());
            },
            row -> new Backlog(row.getBoolean(1), row.getBoolean(2)))
        .orElseThrow();
  }

  private boolean fold() {
    var mark = locked("for update skip locked");
    if (mark.isEmpty()) {
      return false;
    }
    var touched =
        database.update(
            FOLD,
            parameters -> {
              bind(parameters, mark.get());
              parameters.setInt("limit", config.summedUpAtOnce());
            });
    return touched > 0;
  }

  /**
   * Removes the orphans that stood for these calls, from the sums too if they are in them; in the
   * caller's transaction, which no roll-up overlaps.
   */
  void removeOrphans(Collection<UUID> calls) {
    if (nothingStandsFor(calls)) {
      return;
    }
    var mark = locked("for update").orElseThrow();
    database.update(
        TAKE_OUT,
        parameters -> {
          parameters.setUuids("callIds", calls);
          bind(parameters, mark);
        });
    database.update(
        "delete from attempt where call_id = any(:callIds) and outcome = 'ORPHANED'",
        parameters -> parameters.setUuids("callIds", calls));
  }

  private boolean nothingStandsFor(Collection<UUID> calls) {
    return database
        .first(
            "select 1 from attempt where call_id = any(:callIds) and outcome = 'ORPHANED' limit 1",
            parameters -> parameters.setUuids("callIds", calls),
            row -> true)
        .isEmpty();
  }

  private Optional<Mark> locked(String how) {
    return database.first(
        "select recorded_in, id from usage_mark " + how,
        parameters -> {},
        row -> new Mark(row.getString(1), row.getObject(2, UUID.class)));
  }

  private static void bind(Parameters parameters, Mark mark) throws SQLException {
    parameters.setString("recordedIn", mark.recordedIn());
    parameters.setObject("id", mark.id());
  }

  /** Sums begin from nothing, and attempts get numbers of this server, a bounded part at once. */
  private Void startAnew() {
    locked("for update");
    database.update("delete from usage", parameters -> {});
    database.update(
        "update usage_mark set recorded_in = '0', id = '00000000-0000-0000-0000-000000000000'",
        parameters -> {});
    database.update(
        """
        update attempt set recorded_in = pg_current_xact_id() where id in (
          select id from attempt where recorded_in >= pg_snapshot_xmax(pg_current_snapshot())
          order by recorded_in desc limit :limit)
        """,
        parameters -> parameters.setInt("limit", config.summedUpAtOnce()));
    return null;
  }
}
