package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Optional;

/** Reads usage from the sums and from the attempts not yet in them, in one snapshot. */
@Singleton
public class Usage {

  /** Hours of a year, or the agents of many games. */
  private static final int MAX_ROWS = 10_000;

  /** Attempts not yet in the sums. */
  static final String UNSUMMED = "select * from attempts_not_summed_up()";

  private static final String FROM_SUMS =
      """
      select * from usage where grain = '%s' and starts >= :from and starts < :to
        and (:game::text is null or game_id = :game)
        and (:provider::text is null or provider = :provider)
      """;

  /** One agent has few attempts: they are read directly. */
  private static final String FROM_ATTEMPTS_OF_ONE =
      """
      select * from attempt_measured
      where at >= :from and at < :to and game_id = :game and handle = :agent
        and (:provider::text is null or provider = :provider)
      """;

  private static final String FROM_UNSUMMED =
      """
      %s where at >= :from and at < :to
        and (:game::text is null or game_id = :game)
        and (:provider::text is null or provider = :provider)
      """
          .formatted(UNSUMMED);

  private final Database database;
  private final UsageRollup usageRollup;

  Usage(Database database, UsageRollup usageRollup) {
    this.database = database;
    this.usageRollup = usageRollup;
  }

  /** Sums what a query selects. */
  public UsageReport report(UsageQuery query) {
    usageRollup.catchUp();
    var rows = new ArrayList<UsageRow>();
    var total = new ArrayList<UsageRow>();
    database.query(
        sql(query),
        parameters -> bind(parameters, query),
        row -> row.getBoolean("is_total") ? total.add(total(row)) : rows.add(row(row, query)));
    var truncated = rows.size() > MAX_ROWS;
    return new UsageReport(
        query.from(),
        query.to(),
        query.by().id(),
        truncated ? rows.subList(0, MAX_ROWS) : rows,
        total.getFirst(),
        truncated);
  }

  private static UsageRow total(ResultSet row) throws SQLException {
    return UsageColumns.read(row, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static UsageRow row(ResultSet row, UsageQuery query) throws SQLException {
    var game =
        query.by() == UsageBy.AGENT ? Optional.of(row.getString("game")) : Optional.<String>empty();
    return UsageColumns.read(
        row,
        Optional.ofNullable(row.getString("key")),
        game,
        Optional.ofNullable(row.getTimestamp("moment")).map(Timestamp::toInstant));
  }

  private static String sql(UsageQuery query) {
    var by = query.by();
    var source = query.agent().isPresent() ? FROM_ATTEMPTS_OF_ONE : fromSums(by);
    var game = by == UsageBy.AGENT ? "game_id" : "''";
    return """
    with counted as (%s)
    select key, game, moment, grouping(key) = 1 as is_total, %s
    from (select %s as key, %s as game, %s as moment, counted.* from counted %s) as counted
    group by grouping sets ((key, game, moment), ())
    having grouping(key) = 1 or sum(attempts) > 0
    order by is_total desc, moment, %s
    limit %d
    """
        .formatted(
            source,
            UsageColumns.SUMS,
            by.key(),
            game,
            query.over().map(UsageBy::moment).orElse("null::timestamptz"),
            by == UsageBy.AGENT ? "where handle is not null" : "",
            by.inTime() ? "key" : "sum(cost_nano) desc, sum(attempts) desc, key, game",
            MAX_ROWS + 2);
  }

  private static String fromSums(UsageBy by) {
    var columns = "starts, source, game_id, handle, provider, model, " + UsageColumns.NAMES;
    return "select %s from (%s) as summed union all select %s from (%s) as unsummed"
        .formatted(
            columns,
            FROM_SUMS.formatted(by == UsageBy.AGENT ? "agent day" : "hour"),
            columns,
            FROM_UNSUMMED);
  }

  private static void bind(Parameters parameters, UsageQuery query) throws SQLException {
    parameters.setInstant("from", query.from());
    parameters.setInstant("to", query.to());
    parameters.setString("game", query.game());
    parameters.setString("provider", query.provider());
    if (query.agent().isPresent()) {
      parameters.setString("agent", query.agent());
    }
  }
}
