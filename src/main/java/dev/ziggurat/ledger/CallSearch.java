package dev.ziggurat.ledger;

import dev.ziggurat.db.Parameters;
import dev.ziggurat.http.TimeCursor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The SQL of a search for calls. A call is found by its first attempt. Conditions that an index
 * answers select the calls to look through, newest first; the others are checked on these.
 */
final class CallSearch {

  /** An aggregate, which the planner cannot turn into a join over the whole ledger. */
  private static final String HAS_ATTEMPT =
      "(select bool_or(%s) from attempt a where a.call_id = begun.call_id)";

  private static final String ANSWERED = HAS_ATTEMPT.formatted("a.outcome in ('OK', 'CACHED')");

  private static final String FAILED_OVER =
      """
      (select sum(failovers) from attempt a join attempt_measured using (recorded_in, id)
        where a.call_id = begun.call_id) > 0""";

  private static final String OF_AGENT =
      """
      (handle = :agent or exists (
        select from attempt_share where attempt_id = begun.id and attempt_share.handle = :agent))""";

  private final int searched;
  private final List<String> indexed = new ArrayList<>();
  private final List<String> checked = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  CallSearch(CallFilter filter, TimeCursor before, int searched) {
    this.searched = searched;
    add(indexed, "ordinal = 0 and at <= :before", "before", utc(before.at()));
    add(indexed, "(at, call_id) < (:before, :beforeId)", "beforeId", before.id());
    filter.id().ifPresent(id -> add(indexed, "call_id = :id", "id", id));
    filter.key().ifPresent(key -> add(indexed, "key_id = :key", "key", key));
    filter.from().ifPresent(from -> add(indexed, "at >= :from", "from", utc(from)));
    filter.to().ifPresent(to -> add(indexed, "at < :to", "to", utc(to)));
    var ofTick = filter.game().isPresent() && filter.tick().isPresent();
    filter
        .game()
        .ifPresent(game -> add(ofTick ? indexed : checked, "game_id = :game", "game", game));
    filter.tick().ifPresent(tick -> add(ofTick ? indexed : checked, "tick = :tick", "tick", tick));
    filter.agent().ifPresent(agent -> add(checked, OF_AGENT, "agent", agent));
    checkAttempts(filter);
    filter.result().map(CallSearch::condition).ifPresent(checked::add);
  }

  private void checkAttempts(CallFilter filter) {
    var same = new ArrayList<String>();
    filter
        .provider()
        .ifPresent(
            id -> add(same, "a.provider = :provider and a.outcome <> 'SKIPPED'", "provider", id));
    filter
        .model()
        .ifPresent(id -> add(same, ":model in (a.model_asked, a.model_answered)", "model", id));
    filter.outcome().ifPresent(name -> add(same, "a.outcome = :outcome", "outcome", name));
    if (!same.isEmpty()) {
      checked.add(HAS_ATTEMPT.formatted(String.join(" and ", same)));
    }
  }

  private static String condition(CallFilter.Result result) {
    return switch (result) {
      case ANSWERED -> ANSWERED;
      case FAILED -> "not " + ANSWERED;
      case FAILOVER -> FAILED_OVER;
    };
  }

  private void add(List<String> conditions, String condition, String name, Object value) {
    conditions.add(condition);
    values.put(name, value);
  }

  /** The SQL of the calls that match, newest first. */
  String matches(int limit) {
    return """
    select at, call_id from (%s limit %d) as begun %s
    order by at desc, call_id desc limit %d
    """
        .formatted(
            begun(),
            searched,
            checked.isEmpty() ? "" : "where " + String.join(" and ", checked),
            limit);
  }

  /** The SQL of the last call looked through; no row if there are no further ones. */
  String last() {
    return "select at, call_id from (%s limit 1 offset %d) as begun"
        .formatted(begun(), searched - 1);
  }

  private String begun() {
    return """
    select id, at, call_id, game_id, tick, handle from attempt where %s
    order by at desc, call_id desc"""
        .formatted(String.join(" and ", indexed));
  }

  /** Binds what the statement uses. */
  void bind(Parameters parameters) throws SQLException {
    for (var value : values.entrySet()) {
      if (parameters.has(value.getKey())) {
        parameters.setObject(value.getKey(), value.getValue());
      }
    }
  }

  static TimeCursor read(ResultSet row) throws SQLException {
    return new TimeCursor(row.getTimestamp("at").toInstant(), row.getObject("call_id", UUID.class));
  }

  private static Object utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
