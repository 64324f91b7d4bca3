package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.AttemptLog;
import dev.ziggurat.ledger.AttemptView;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads single turns, with the prompts sent and the answers received. */
@Singleton
public class TurnArchive {

  private final Database database;
  private final AttemptLog attempts;
  private final TickConfig config;
  private final ObjectMapper json;

  TurnArchive(Database database, AttemptLog attempts, TickConfig config, ObjectMapper json) {
    this.database = database;
    this.attempts = attempts;
    this.config = config;
    this.json = json;
  }

  /**
   * One turn in full.
   *
   * @param position index in the order of application
   * @param state {@code due, asking, thought, applied, failed, passed_over}
   * @param thoughtAt when its answer or failure was journaled
   * @param sharedBriefing the system message as sent; null if not available
   * @param briefing the user message as sent; null if not available
   * @param completion the model's answer, unchanged; null if not available
   * @param note why one of these texts is null; else null
   * @param decision the actions and the memo; null before the turn has been thought
   * @param results the result of each action, with refusals; null before it has been applied
   * @param path the attempts and skips behind the answer, with reasons, times and costs
   * @param undecided whether it is the turn of a player who gave no decision in time
   * @param held whether the agent held, because a budget had no room
   * @param budgetNote which budget made the agent hold or a cheaper model be asked for; null if
   *     none did
   * @param experiment that it was part of; empty for none
   * @param arm of the experiment
   * @param attempts its ledger entries, by start time
   */
  public record TurnDetail(
      String game,
      long tick,
      String handle,
      int position,
      String state,
      Optional<Instant> thoughtAt,
      Optional<String> provider,
      Optional<String> model,
      Optional<String> sharedBriefing,
      Optional<String> briefing,
      Optional<String> completion,
      Optional<String> note,
      JsonNode decision,
      JsonNode results,
      JsonNode path,
      boolean undecided,
      boolean held,
      Optional<String> budgetNote,
      Optional<String> experiment,
      Optional<String> arm,
      List<AttemptView> attempts) {}

  /**
   * A turn in a tick's waterfall.
   *
   * @param attempts by start time
   */
  public record TurnSpan(String handle, int position, String state, List<AttemptSpan> attempts) {}

  /**
   * An attempt on the time axis.
   *
   * @param startMillis since the tick began
   */
  public record AttemptSpan(
      int ordinal,
      String provider,
      String model,
      String outcome,
      Optional<String> reason,
      long startMillis,
      long durationMillis,
      long costMicroUsd,
      boolean simulated) {}

  /** One turn; empty if there is none. */
  public Optional<TurnDetail> turn(String game, long tick, String handle) {
    if (handle.indexOf('\0') >= 0) {
      // PostgreSQL's text cannot store NUL, so no agent has one.
      return Optional.empty();
    }
    return database.first(
        """
        select handle, position, state, thought_at, provider, model, shared_briefing, briefing,
          answer, decision, results, path, undecided, held, budget_note, experiment, arm,
          (select keep_texts_days from game where id = turn.game_id) as keep_texts_days
        from turn join tick on tick.game_id = turn.game_id and number = tick
        where turn.game_id = :gameId and tick = :tick and handle = :handle
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", tick);
          parameters.setString("handle", handle);
        },
        row -> detail(game, tick, row));
  }

  private TurnDetail detail(String game, long tick, ResultSet row) throws SQLException {
    var handle = row.getString("handle");
    var briefing = text(row, "briefing");
    var completion = text(row, "answer");
    return new TurnDetail(
        game,
        tick,
        handle,
        row.getInt("position"),
        row.getString("state"),
        Optional.ofNullable(row.getTimestamp("thought_at")).map(Timestamp::toInstant),
        text(row, "provider"),
        text(row, "model"),
        text(row, "shared_briefing"),
        briefing,
        completion,
        note(row, briefing.isPresent(), completion.isPresent()),
        tree(row.getString("decision")),
        tree(row.getString("results")),
        tree(row.getString("path")),
        row.getBoolean("undecided"),
        row.getBoolean("held"),
        text(row, "budget_note"),
        text(row, "experiment"),
        text(row, "arm"),
        attempts.ofTurns(game, tick, List.of(handle)));
  }

  private Optional<String> note(ResultSet row, boolean briefed, boolean answered)
      throws SQLException {
    if (text(row, "path").isEmpty()) {
      return Optional.of("neither an answer nor a failure is journaled");
    }
    if (!briefed) {
      var days = row.getObject("keep_texts_days", Integer.class);
      return Optional.of(
          days == null
              ? "texts are kept for " + readable(config.keepTexts()) + " (ziggurat.tick.keep-texts)"
              : "texts of this game are kept for " + readable(Duration.ofDays(days)));
    }
    if (answered) {
      return Optional.empty();
    }
    if (row.getBoolean("held")) {
      return Optional.of("a budget had no room, so the agent held; see the path");
    }
    return Optional.of(
        row.getBoolean("undecided")
            ? "the player gave no decision in time"
            : "no provider gave a usable answer; see the path");
  }

  private static String readable(Duration time) {
    return time.toDays() > 0 && time.equals(Duration.ofDays(time.toDays()))
        ? time.toDays() + " days"
        : time.toString();
  }

  /** A page of a tick's turns with the times of their attempts, in the order of application. */
  public List<TurnSpan> spans(
      String game, TickReport tick, TurnFilter filter, int after, int limit) {
    var conditions = filter.ofTick(game, tick.tick(), after).with("limit", limit);
    var turns =
        database.query(
            "select handle, position, state from turn "
                + conditions.sql()
                + " order by position limit :limit",
            conditions::bind,
            row -> new TurnSpan(row.getString(1), row.getInt(2), row.getString(3), List.of()));
    var made =
        attempts.ofTurns(game, tick.tick(), turns.stream().map(TurnSpan::handle).toList()).stream()
            .collect(Collectors.groupingBy(AttemptView::handle));
    return turns.stream()
        .map(
            turn ->
                new TurnSpan(
                    turn.handle(),
                    turn.position(),
                    turn.state(),
                    made.getOrDefault(turn.handle(), List.of()).stream()
                        .map(attempt -> span(attempt, tick.startedAt()))
                        .toList()))
        .toList();
  }

  private static AttemptSpan span(AttemptView attempt, Instant start) {
    return new AttemptSpan(
        attempt.ordinal(),
        attempt.provider(),
        attempt.modelAnswered().orElse(attempt.modelAsked()),
        attempt.outcome(),
        attempt.reason(),
        Duration.between(start, attempt.at()).toMillis(),
        attempt.latencyMillis(),
        attempt.costMicroUsd(),
        attempt.simulated());
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private JsonNode tree(String stored) {
    try {
      return stored == null ? NullNode.getInstance() : json.readTree(stored);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
