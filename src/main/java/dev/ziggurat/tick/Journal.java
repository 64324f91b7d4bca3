package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.BudgetScope;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.llm.Completion;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Journals the agents' decisions. Attempts are always written, because the money is spent;
 * decisions only while the fence is held.
 */
@Singleton
public class Journal {

  /** Those of a group of calls are written by one statement. */
  private static final int ATTEMPTS_AT_ONCE = 32;

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
            ledger.record(attempts, ATTEMPTS_AT_ONCE);
            writeTurns(tick, thoughts);
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

  /** One statement for all, which finds each turn by its key however many a tick has. */
  private void writeTurns(Tick tick, List<Thought> thoughts) {
    database.update(
        """
        update turn set state = thought.state, provider = thought.provider, model = thought.model, briefing = thought.briefing,
          answer = thought.answer, decision = thought.decision, path = thought.path, undecided = thought.undecided,
          held = thought.held_by is not null, held_by = thought.held_by, budget_note = thought.note, thought_in = pg_current_xact_id(),
          thought_at = clock_timestamp()
        from unnest(:handles::text[], :states::text[], :providers::text[], :models::text[], :briefings::text[],
            :answers::text[], :decisions::text[], :paths::text[], :undecided::boolean[], :heldBy::text[], :notes::text[])
          as thought (handle, state, provider, model, briefing, answer, decision, path, undecided, held_by, note)
        where turn.game_id = :gameId and turn.tick = :tick and turn.handle = any(:handles::text[])
          and turn.handle = thought.handle and turn.state in ('due', 'asking')
        """,
        parameters -> {
          parameters.setTexts(
              "handles", each(thoughts, thought -> thought.turn().agent().handle()));
          parameters.setTexts("states", each(thoughts, Thought::state));
          parameters.setTexts("providers", answers(thoughts, answer -> answer.provider().id()));
          parameters.setTexts("models", answers(thoughts, Journal::model));
          parameters.setTexts("briefings", each(thoughts, Thought::briefing));
          parameters.setTexts("answers", answers(thoughts, answer -> clean(answer.text())));
          parameters.setTexts("decisions", each(thoughts, this::decision));
          parameters.setTexts("paths", each(thoughts, thought -> path(thought.path())));
          parameters.setBooleans("undecided", each(thoughts, Thought::undecided));
          parameters.setTexts(
              "heldBy",
              each(
                  thoughts,
                  thought -> thought.budget().heldBy().map(BudgetScope::id).orElse(null)));
          parameters.setTexts(
              "notes", each(thoughts, thought -> thought.budget().note().orElse(null)));
          parameters.setString("gameId", tick.game().id());
          parameters.setLong("tick", tick.number());
        });
  }

  /** Elements may be null. */
  private static <T> List<T> each(List<Thought> thoughts, Function<Thought, T> what) {
    return thoughts.stream().map(what).toList();
  }

  /** Of answers that there are; null for the others. */
  private static List<String> answers(List<Thought> thoughts, Function<Completion, String> what) {
    return each(
        thoughts,
        thought -> thought.answered().map(Thought.Answered::completion).map(what).orElse(null));
  }

  private String decision(Thought thought) {
    return thought.answered().map(Thought.Answered::decision).map(decisions::stored).orElse(null);
  }

  private static String model(Completion answer) {
    var model = clean(answer.model());
    return model.isEmpty() ? null : model;
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
