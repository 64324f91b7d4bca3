package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads usage from the sums and from the attempts not yet in them, in one snapshot. */
@Singleton
public class Usage {

  /** Hours of a year, or the agents of many games. */
  private static final int MAX_ROWS = 10_000;

  /** Attempts outside of whole days that are read one by one: a tenth of a second. */
  private static final int MAX_AT_EDGES = 50_000;

  /** Attempts not yet in the sums. */
  static final String UNSUMMED = "select * from attempts_not_summed_up()";

  /** The same of agents: each has its share of those that were made for several. */
  static final String UNSUMMED_OF_AGENTS = "select * from agent_attempts_not_summed_up()";

  private static final String SELECTED =
      """
      and (:game::text is null or game_id = :game) and (:provider::text is null or provider = :provider)
      """;

  private static final String FROM_SUMS =
      "select * from usage where grain = '%s' and starts >= :from and starts < :to " + SELECTED;

  /** One agent has few attempts: they are read directly. */
  private static final String FROM_ATTEMPTS_OF_ONE =
      """
      select * from attempt_measured_by_agent
      where at >= :from and at < :to and game_id = :game and handle = :agent
        and (:provider::text is null or provider = :provider)
      """;

  private static final String FROM_UNSUMMED = "%s where at >= :from and at < :to " + SELECTED;

  /** Hours outside of whole days, of which there are no sums by agent. */
  private static final String FROM_EDGES =
      "select * from attempt_measured_by_agent where at >= :edge and at < :from "
          + SELECTED
          + " union all select * from attempt_measured_by_agent where at >= :to and at < :otherEdge "
          + SELECTED;

  private final Database database;
  private final UsageRollup usageRollup;

  Usage(Database database, UsageRollup usageRollup) {
    this.database = database;
    this.usageRollup = usageRollup;
  }

  /**
   * Sums what a query selects. By agent there are sums of whole days only: hours outside of them
   * are read from the attempts, unless there are too many; then the time span is widened to whole
   * days.
   */
  public UsageReport report(UsageQuery query) {
    return report(query, MAX_AT_EDGES);
  }

  /** The same, with at most so many attempts outside of whole days. */
  UsageReport report(UsageQuery asked, int mostAtEdges) {
    usageRollup.catchUp();
    var query =
        asked.isOfAllAgents() && attemptsAtEdges(asked, mostAtEdges + 1) > mostAtEdges
            ? asked.inWholeDays()
            : asked;
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
        query.grain().id(),
        query.by().id(),
        truncated ? rows.subList(0, MAX_ROWS) : rows,
        total.getFirst(),
        truncated,
        List.of());
  }

  private long attemptsAtEdges(UsageQuery query, int limit) {
    var whole = query.wholeDays();
    return database
        .first(
            """
            select count(*) from (
              select 1 from attempt where at >= :edge and at < :from
              union all select 1 from attempt where at >= :to and at < :otherEdge limit :limit) as few
            """,
            parameters -> {
              parameters.setInstant("edge", query.from());
              parameters.setInstant("from", whole.from());
              parameters.setInstant("to", whole.to());
              parameters.setInstant("otherEdge", query.to());
              parameters.setInt("limit", limit);
            },
            row -> row.getLong(1))
        .orElseThrow();
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
    var source = query.agent().isPresent() ? FROM_ATTEMPTS_OF_ONE : fromSums(query);
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

  private static String fromSums(UsageQuery query) {
    var columns = "starts, source, game_id, handle, provider, model, " + UsageColumns.NAMES;
    var ofAgents = query.isOfAllAgents();
    return Stream.of(
            Optional.of(FROM_SUMS.formatted(ofAgents ? "agent day" : "hour")),
            Optional.of(FROM_UNSUMMED.formatted(ofAgents ? UNSUMMED_OF_AGENTS : UNSUMMED)),
            Optional.of(FROM_EDGES).filter(edges -> ofAgents))
        .flatMap(Optional::stream)
        .map(part -> "select %s from (%s) as part".formatted(columns, part))
        .collect(Collectors.joining(" union all "));
  }

  private static void bind(Parameters parameters, UsageQuery query) throws SQLException {
    var summed =
        query.isOfAllAgents() ? query.wholeDays() : new UsageQuery.Span(query.from(), query.to());
    parameters.setInstant("from", summed.from());
    parameters.setInstant("to", summed.to());
    parameters.setString("game", query.game());
    parameters.setString("provider", query.provider());
    if (query.isOfAllAgents()) {
      parameters.setInstant("edge", query.from());
      parameters.setInstant("otherEdge", query.to());
    }
    if (query.agent().isPresent()) {
      parameters.setString("agent", query.agent());
    }
  }
}
