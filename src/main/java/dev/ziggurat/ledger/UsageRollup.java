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
 * Keeps sums of attempts, so that usage reads are fast. Attempts are added in the order of their
 * transactions, and only those that no earlier transaction can precede any more: each is counted
 * once, however late it commits and whatever its hour. Attempts not yet in the sums are read in
 * addition. Readers do not wait: each rolls up a part of the backlog.
 */
@Singleton
public class UsageRollup {

  /** Attempts summed per grain; by agent with the shares of those made for several. */
  private static final String GROUPED =
      """
      select kept.grain, kept.starts, kept.source, coalesce(game_id, '') as game_id, kept.handle, provider, kept.model,
        %1$s
      from (
        select true as whole, * from %2$s
        union all
        select false, * from attempt_measured_in_shares
        where id in (select id from %2$s where handle is null)) as part
      cross join lateral (values
        ('hour', part.starts, part.source, '', part.model),
        ('agent day', date_trunc('day', at, 'UTC'), '', part.handle, '')
      ) as kept (grain, starts, source, handle, model)
      where kept.handle is not null and (whole or kept.grain = 'agent day')
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
   * Rolls up the backlog within the configured time, unless another process is doing so.
   *
   * @return whether there may be more to roll up
   */
  public boolean catchUp() {
    var end = time.instant().plus(config.summingUp());
    var more = rollUpOnce();
    while (more && time.instant().isBefore(end)) {
      more = rollUpOnce();
    }
    return more;
  }

  private boolean rollUpOnce() {
    var backlog = backlog();
    if (backlog.foreign()) {
      database.inTransaction(this::reset);
    }
    return backlog.large() && database.inTransaction(this::fold);
  }

  /**
   * Attempts waiting to be rolled up.
   *
   * @param foreign whether attempts have transaction numbers that this server has not reached: the
   *     database was restored from a dump of another server
   */
  private record Backlog(boolean foreign, boolean large) {}

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
   * Removes the orphans of these calls, also from the sums; in the caller's transaction, which no
   * roll-up overlaps.
   */
  void removeOrphans(Collection<UUID> calls) {
    if (hasNoOrphan(calls)) {
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

  private boolean hasNoOrphan(Collection<UUID> calls) {
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

  /**
   * Resets the sums and gives attempts this server's transaction numbers, a bounded number at once.
   */
  private Void reset() {
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
