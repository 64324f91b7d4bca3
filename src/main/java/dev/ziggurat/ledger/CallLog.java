package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.TimeCursor;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Lists calls, newest first, with the attempts and skips behind each. */
@Singleton
public class CallLog {

  /** Calls that one request looks through, so that rare matches cannot make it slow. */
  public static final int MAX_SEARCHED = 10_000;

  /** A call asks each provider at most twice. */
  private static final int MAX_ATTEMPTS_PER_CALL = 100;

  private static final String ATTEMPTS =
      """
      select attempt.*, api_key.name as key_name,
        greatest(1, (select count(*) from attempt_share where attempt_id = attempt.id)) as agents
      from attempt left join api_key on api_key.id = key_id
      where call_id = any(:calls) order by ordinal, at limit :limit
      """;

  private final Database database;

  CallLog(Database database) {
    this.database = database;
  }

  /**
   * A page of calls. It looks through a bounded number of calls, so it can be short, or empty, and
   * have a next page nevertheless.
   *
   * @param limit the most calls of the page
   * @throws IllegalArgumentException for an invalid cursor
   */
  public Page<CallView> page(CallFilter filter, Optional<String> cursor, int limit) {
    return page(filter, cursor, limit, MAX_SEARCHED);
  }

  /** The same, looking through at most {@code searched} calls. */
  Page<CallView> page(CallFilter filter, Optional<String> cursor, int limit, int searched) {
    var search =
        new CallSearch(filter, cursor.map(TimeCursor::parse).orElse(TimeCursor.FIRST), searched);
    var found = database.query(search.matches(limit + 1), search::bind, CallSearch::read);
    var shown = found.subList(0, Math.min(limit, found.size()));
    var next =
        found.size() > limit
            ? Optional.of(shown.getLast())
            : database.first(search.last(), search::bind, CallSearch::read);
    return new Page<>(
        views(shown.stream().map(TimeCursor::id).toList()), next.map(TimeCursor::text));
  }

  /** One call; empty if no call of this id asked a provider. */
  public Optional<CallView> call(UUID id) {
    return views(List.of(id)).stream().findFirst();
  }

  /** In the order of the ids. */
  private List<CallView> views(Collection<UUID> ids) {
    var attempts =
        database
            .query(
                ATTEMPTS,
                parameters -> {
                  parameters.setUuids("calls", ids);
                  parameters.setInt("limit", ids.size() * MAX_ATTEMPTS_PER_CALL);
                },
                CallAttempt::read)
            .stream()
            .collect(Collectors.groupingBy(CallAttempt::call));
    return ids.stream()
        .filter(attempts::containsKey)
        .map(attempts::get)
        .map(CallAttempt::view)
        .toList();
  }
}
