package dev.ziggurat.training.trajectories;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads turns page by page in the order of ticks and of application. */
@Singleton
class TurnPages {

  /** A page of prompts has at most some megabytes. */
  private static final int PAGE = 200;

  private static final int REWARDS = 10_000;

  /**
   * Turns that a model answered: not those of players and external agents, who were not asked as
   * one is. An agent's score is that of its latest turn; of those without one, so many are looked
   * through. The score before is nearly always in one of the latest ticks, where few index entries
   * are read.
   */
  private static final String REWARDED =
      """
      select turn.tick, turn.position, turn.handle, slot,
        after.score_micro - coalesce(lately.score_micro, before.score_micro) as reward%s
      from turn join tick on tick.game_id = turn.game_id and number = turn.tick
        left join lateral (
          select score_micro from turn as earlier
          where earlier.game_id = turn.game_id and earlier.handle = turn.handle
            and earlier.tick between turn.tick - 8 and turn.tick - 1 and score_micro is not null
          order by earlier.tick desc limit 1) as lately on true
        left join lateral (
          select score_micro from (
            select score_micro, tick from turn as earlier
            where lately.score_micro is null and earlier.game_id = turn.game_id and earlier.handle = turn.handle and earlier.tick < turn.tick
            order by earlier.tick desc limit 8) as near
          where score_micro is not null order by near.tick desc limit 1) as before on true
        left join lateral (
          select score_micro from (
            select score_micro, tick from turn as later
            where later.game_id = turn.game_id and later.handle = turn.handle
              and later.tick between turn.tick and turn.tick + :horizon
            order by later.tick desc limit 8) as near
          where score_micro is not null order by near.tick desc limit 1) as after
          on turn.tick + :horizon <= :closed
      where turn.game_id = :game and (turn.tick, turn.position) > (:tick, :position) and turn.tick <= :last
        and turn.state = 'applied' and turn.briefing is not null and turn.answer is not null
        and shared_briefing is not null and turn.provider not in ('player', 'external')
      """;

  private static final String WITH_TEXTS =
      REWARDED.formatted(", turn.provider, turn.model, briefing, answer, decision, results");

  private static final String WITHOUT_TEXTS = REWARDED.formatted("");

  private static final String OF_MODEL = " and turn.model = :model ";

  private static final String IN_ORDER = " order by tick, position limit :limit";

  private final Database database;

  TurnPages(Database database) {
    this.database = database;
  }

  /**
   * What an export reads, fixed when it begins: turns of later ticks are no part of it.
   *
   * @param first the first tick
   * @param last the last tick
   * @param closed the newest tick that had closed
   * @param leastReward in millionths of a point; empty for any
   */
  record Range(
      TrajectoryQuery query, long first, long last, long closed, Optional<Long> leastReward) {

    Range from(long reward) {
      return new Range(query, first, last, closed, Optional.of(reward));
    }
  }

  /** Where a page ends. */
  record Place(long tick, int position) {}

  /** The reward of a turn. */
  record Reward(Place place, Optional<Long> micro) {}

  /** The ticks that a query reads; slots of a game grow with their numbers. */
  Range range(TrajectoryQuery query) {
    return database
        .first(
            """
            select coalesce(min(number) filter (where slot >= cast(:from as timestamptz) and slot < cast(:to as timestamptz)), 1),
              coalesce(max(number) filter (where slot >= cast(:from as timestamptz) and slot < cast(:to as timestamptz)), 0),
              coalesce(max(number), 0)
            from tick where game_id = :game and phase = 'closed'
            """,
            parameters -> {
              parameters.setString("game", query.game());
              parameters.setString("from", bound(query.from(), "-infinity"));
              parameters.setString("to", bound(query.to(), "infinity"));
            },
            row ->
                new Range(query, row.getLong(1), row.getLong(2), row.getLong(3), Optional.empty()))
        .orElseThrow();
  }

  private static String bound(Optional<Instant> time, String otherwise) {
    return time.map(Instant::toString).orElse(otherwise);
  }

  /** The place before the first turn. */
  static Place start(Range range) {
    return new Place(range.first() - 1, Integer.MAX_VALUE);
  }

  /** The rewards of the turns after a place; fewer than a page at the end. */
  List<Reward> rewards(Range range, Place after) {
    return database.query(
        filtered(WITHOUT_TEXTS, range) + IN_ORDER,
        parameters -> bind(parameters, range, after, REWARDS),
        row -> new Reward(place(row), reward(row)));
  }

  /** Whether a page of rewards is the last one. */
  static boolean isLast(List<?> rewards) {
    return rewards.size() < REWARDS;
  }

  /**
   * A page of turns.
   *
   * @param end where the next page begins; empty on the last
   */
  record Batch(List<Trajectory> turns, Optional<Place> end) {}

  /** The turns after a place. */
  Batch turns(Range range, Place after) {
    var rows =
        database.query(
            """
            with chosen as materialized (%s), costs as (
              select tick, handle, sum(cost_nano) as cost from agent_attempt
              where game_id = :game and source = 'tick'
                and tick between (select min(tick) from chosen) and (select max(tick) from chosen)
              group by tick, handle)
            select chosen.*, coalesce(cost, 0) as cost from chosen left join costs using (tick, handle)
            order by tick, position
            """
                .formatted(filtered(WITH_TEXTS, range) + IN_ORDER),
            parameters -> bind(parameters, range, after, PAGE),
            row -> trajectory(range, row));
    return new Batch(
        withShared(range.query().game(), rows),
        rows.size() < PAGE
            ? Optional.empty()
            : Optional.of(new Place(rows.getLast().tick(), rows.getLast().position())));
  }

  private static String filtered(String turns, Range range) {
    var rewarded = turns + (range.query().model().isPresent() ? OF_MODEL : "");
    return range.leastReward().isPresent()
        ? "select * from (" + rewarded + ") as rewarded where reward >= :least"
        : "select * from (" + rewarded + ") as rewarded";
  }

  private static void bind(Parameters parameters, Range range, Place after, int limit)
      throws SQLException {
    parameters.setString("game", range.query().game());
    parameters.setInt("horizon", range.query().horizon());
    parameters.setLong("closed", range.closed());
    parameters.setLong("tick", after.tick());
    parameters.setInt("position", after.position());
    parameters.setLong("last", range.last());
    if (range.query().model().isPresent()) {
      parameters.setString("model", range.query().model().get());
    }
    if (range.leastReward().isPresent()) {
      parameters.setLong("least", range.leastReward().get());
    }
    parameters.setInt("limit", limit);
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(row.getLong("tick"), row.getInt("position"));
  }

  private static Optional<Long> reward(ResultSet row) throws SQLException {
    var micro = row.getLong("reward");
    return row.wasNull() ? Optional.empty() : Optional.of(micro);
  }

  private static Trajectory trajectory(Range range, ResultSet row) throws SQLException {
    return new Trajectory(
        range.query().game(),
        row.getLong("tick"),
        row.getTimestamp("slot").toInstant(),
        row.getInt("position"),
        row.getString("handle"),
        Optional.ofNullable(row.getString("provider")),
        Optional.ofNullable(row.getString("model")),
        "",
        row.getString("briefing"),
        row.getString("answer"),
        Optional.ofNullable(row.getString("decision")),
        Optional.ofNullable(row.getString("results")),
        reward(row),
        row.getLong("cost"));
  }

  /** The shared part is read once for each tick, not with each turn. */
  private List<Trajectory> withShared(String game, List<Trajectory> rows) {
    var shared = rows.isEmpty() ? Map.<Long, String>of() : shared(game, rows);
    return rows.stream()
        .filter(row -> shared.containsKey(row.tick()))
        .map(row -> row.with(shared.get(row.tick())))
        .toList();
  }

  private Map<Long, String> shared(String game, List<Trajectory> rows) {
    var numbers = rows.stream().map(row -> Long.toString(row.tick())).collect(Collectors.toSet());
    return database
        .query(
            """
            select number, shared_briefing from tick
            where game_id = :game and number = any((:numbers)::bigint[]) and shared_briefing is not null
            """,
            parameters -> {
              parameters.setString("game", game);
              parameters.setTexts("numbers", numbers);
            },
            row -> Map.entry(row.getLong(1), row.getString(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
