package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Ledger;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Journals the agents' decisions. Attempts are always written, because the money is spent;
 * decisions only while the fence is held.
 */
@Singleton
public class Journal {

  private final Fence fence;
  private final Database database;
  private final Ledger ledger;
  private final Orphans orphans;
  private final PlayerDecisions playerDecisions;
  private final DecisionParser decisions;
  private final ObjectWriter paths;

  Journal(
      Fence fence,
      Database database,
      Ledger ledger,
      Orphans orphans,
      PlayerDecisions playerDecisions,
      DecisionParser decisions,
      ObjectMapper json) {
    this.fence = fence;
    this.database = database;
    this.ledger = ledger;
    this.orphans = orphans;
    this.playerDecisions = playerDecisions;
    this.decisions = decisions;
    this.paths = json.writerFor(new TypeReference<List<PathStep>>() {});
  }

  /**
   * Writes thoughts and their attempts in one transaction.
   *
   * @return false when the fence is lost: only the attempts were written
   */
  boolean write(Tick tick, List<ThoughtGroup> groups) {
    var thoughts = groups.stream().flatMap(group -> group.thoughts().stream()).toList();
    return database.inTransaction(
        () -> {
          var holds = fence.holds(tick);
          var attempts = groups.stream().flatMap(group -> attempts(group, holds)).toList();
          if (holds) {
            ledger.record(attempts);
            database.batch(
                """
                update turn set state = :state, provider = :provider, model = :model, briefing = :briefing, answer = :answer,
                  decision = :decision, path = :path, undecided = :undecided,
                  held = :held, budget_note = :budgetNote, thought_in = pg_current_xact_id(),
                  thought_at = clock_timestamp()
                where game_id = :gameId and tick = :tick and handle = :handle and state in ('due', 'asking')
                """,
                thoughts,
                (parameters, thought) -> bind(parameters, tick, thought));
            playerDecisions.journaled(tick, thoughts);
          } else {
            orphans.replace(tick, attempts);
          }
          return holds;
        });
  }

  /** Writes late thoughts: their cost is recorded, their decisions are dropped. */
  void writeLate(Tick tick, ThoughtGroup group) {
    if (group.attempts().findAny().isPresent()) {
      group
          .thoughts()
          .forEach(
              thought -> Log.infof("The answer for %s was late", thought.turn().agent().handle()));
    }
    writeUndecided(tick, group);
  }

  /**
   * Records a call's cost so far and leaves its turns due: the next runner calls the model again.
   */
  void writeUndecided(Tick tick, ThoughtGroup group) {
    var attempts = attempts(group, false).toList();
    database.inTransaction(
        () -> {
          if (attempts.isEmpty()) {
            orphans.withdraw(tick, group.callId());
          } else {
            orphans.replace(tick, attempts);
          }
          return null;
        });
  }

  /** Withdraws what may have been recorded of a call that was not made. */
  void withdraw(Tick tick, UUID callId) {
    database.inTransaction(
        () -> {
          orphans.withdraw(tick, callId);
          return null;
        });
  }

  private static Stream<Attempt> attempts(ThoughtGroup group, boolean inTime) {
    return inTime ? group.attempts() : group.attempts().map(Attempt::late);
  }

  private void bind(Parameters parameters, Tick tick, Thought thought) throws SQLException {
    var completion = thought.answered().map(Thought.Answered::completion);
    var decision = thought.answered().map(Thought.Answered::decision);
    parameters.setString("state", thought.state());
    parameters.setString("provider", completion.map(answer -> answer.provider().id()).orElse(null));
    parameters.setString(
        "model",
        completion
            .map(answer -> clean(answer.model()))
            .filter(model -> !model.isEmpty())
            .orElse(null));
    parameters.setString("briefing", thought.briefing());
    parameters.setString("answer", completion.map(answer -> clean(answer.text())).orElse(null));
    parameters.setString("decision", decision.map(decisions::stored).orElse(null));
    parameters.setString("path", path(thought.path()));
    parameters.setBoolean("undecided", thought.undecided());
    parameters.setBoolean("held", thought.budget().held());
    parameters.setString("budgetNote", thought.budget().note().orElse(null));
    parameters.setString("gameId", tick.game().id());
    parameters.setLong("tick", tick.number());
    parameters.setString("handle", thought.turn().agent().handle());
  }

  /** PostgreSQL's text cannot store NUL. */
  private static String clean(String text) {
    return text.replace("\0", "");
  }

  private String path(List<PathStep> path) {
    try {
      return paths.writeValueAsString(path);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
