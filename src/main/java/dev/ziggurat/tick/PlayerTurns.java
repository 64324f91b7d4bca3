package dev.ziggurat.tick;

import dev.ziggurat.chain.PathStep;
import dev.ziggurat.guardrails.GuardrailRefused;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.world.AgentKind;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * The turns of the players in a tick: takes the decisions that were given, and waits for the others
 * as long as each agent allows. One thread waits for all of them, so that who thinks for a long
 * time keeps no model from being asked. Decisions of players cost nothing, so they are no attempts
 * of the ledger; the path of the turn says who answered.
 */
@Singleton
class PlayerTurns {

  /** Stands where the path and the turn of a model name its provider. */
  static final Provider PLAYER = new Provider(AgentKind.Player.ID);

  private static final Duration POLL = Duration.ofMillis(250);

  /** What is kept of the thinking time for the journal. */
  private static final Duration RESERVE = Duration.ofMillis(200);

  private final PlayerDecisions decisions;
  private final DecisionParser parser;
  private final InstantSource time;

  PlayerTurns(PlayerDecisions decisions, DecisionParser parser, InstantSource time) {
    this.decisions = decisions;
    this.parser = parser;
    this.time = time;
  }

  /**
   * Waits until all have decided or their time is over, and adds what came of it to the journal. On
   * shutdown what was not decided is left to the next runner.
   */
  void run(Thinker.Session session, List<Turn> turns, GroupCommit writer) {
    var open = new LinkedHashMap<String, Turn>();
    turns.forEach(turn -> open.put(turn.agent().handle(), turn));
    try {
      while (!open.isEmpty() && !writer.stopped()) {
        // Read before the decisions are, so that none is missed that was given in time.
        var now = time.instant();
        var all = take(session, open, writer);
        if (session.time().isShuttingDown()) {
          return;
        }
        if (all) {
          passOver(session, open, now, writer);
          pause(session, open);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (FenceLost lost) {
      Log.debug(lost.getMessage());
    } catch (RuntimeException e) {
      Log.errorf(
          e,
          "The turns of the players in tick %d of %s failed",
          session.tick().number(),
          session.tick().game().id());
    }
  }

  /** Whether that was all there is for now. */
  private boolean take(Thinker.Session session, Map<String, Turn> open, GroupCommit writer) {
    var taken = decisions.take(session.tick(), open.keySet());
    // Each on a thread of its own, because a guardrail may ask a model for a verdict.
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("player-", 0).factory())) {
      for (var decision : taken) {
        var turn = open.remove(decision.handle());
        threads.execute(() -> add(session, turn, decision.decision(), writer));
      }
    }
    return taken.isEmpty();
  }

  private void add(Thinker.Session session, Turn turn, String decision, GroupCommit writer) {
    try {
      writer.add(thought(session, turn, decision));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      Log.errorf(e, "The turn of %s failed", turn.agent().handle());
    }
  }

  private void passOver(
      Thinker.Session session, Map<String, Turn> open, Instant now, GroupCommit writer)
      throws InterruptedException {
    var over = open.values().stream().filter(turn -> !now.isBefore(until(session, turn))).toList();
    for (var turn : over) {
      open.remove(turn.agent().handle());
      session.watch().thinking(turn.agent().handle()).ended("passed_over");
      var step = new PathStep.Skipped(PLAYER, "no decision was given");
      writer.add(
          new Thought(turn, own(session, turn), List.of(), List.of(step), Optional.empty(), true));
    }
  }

  private void pause(Thinker.Session session, Map<String, Turn> open) throws InterruptedException {
    var now = time.instant();
    var next =
        open.values().stream()
            .map(turn -> Duration.between(now, until(session, turn)))
            .min(Duration::compareTo);
    if (next.isPresent() && next.get().isPositive()) {
      Thread.sleep(next.get().compareTo(POLL) < 0 ? next.get() : POLL);
    }
  }

  private static Instant until(Thinker.Session session, Turn turn) {
    var thinking = session.time().until().minus(RESERVE);
    var own = answerUntil(session.tick().startedAt(), turn.agent().kind());
    return own.isBefore(thinking) ? own : thinking;
  }

  /**
   * Until when a tick waits for an agent's decision, at the latest.
   *
   * @param startedAt when the tick began
   */
  static Instant answerUntil(Instant startedAt, AgentKind kind) {
    return switch (kind) {
      case AgentKind.Player player -> startedAt.plus(player.answerWithin());
      case AgentKind.Model _ -> startedAt;
      case AgentKind.External _ -> startedAt;
    };
  }

  private static String own(Thinker.Session session, Turn turn) {
    return session
        .prompt()
        .own(
            turn.agent(),
            session.world().brief(turn.agent()),
            session.world().answerSchema(turn.agent()));
  }

  private Thought thought(Thinker.Session session, Turn turn, String decision) {
    var watch = session.watch().thinking(turn.agent().handle());
    var state = "failed";
    try {
      var tick = session.tick();
      var caller =
          Caller.turn(tick.game().id(), tick.number(), turn.agent().handle(), tick.epoch())
              .tracedBy(watch.traceId());
      var guardrails =
          session.guardrails().turn(caller, session.settings(), session.budgets().of(turn.agent()));
      var thought =
          checked(turn, own(session, turn), Thought.completion(PLAYER, decision), guardrails);
      state = thought.state();
      return thought;
    } finally {
      watch.ended(state);
    }
  }

  /** The guardrails of a game check what players write as they check answers of models. */
  private Thought checked(Turn turn, String own, Completion completion, TurnGuardrails guardrails) {
    try {
      var checked = guardrails.answer(completion);
      guardrails.judge(checked);
      var answered = new Thought.Answered(checked, parser.restored(checked.text()));
      return thought(turn, own, guardrails, "answered by player", Optional.of(answered));
    } catch (GuardrailRefused refused) {
      return thought(turn, own, guardrails, refused.getMessage(), Optional.empty());
    }
  }

  private static Thought thought(
      Turn turn,
      String own,
      TurnGuardrails guardrails,
      String reason,
      Optional<Thought.Answered> answered) {
    var step =
        answered.isPresent()
            ? new PathStep.Asked(PLAYER, "", OutcomeClass.OK, reason, 0, 0, 0, true)
            : new PathStep.Skipped(PLAYER, reason);
    return new Thought(turn, own, guardrails.recorded(List.of()), List.of(step), answered, false);
  }
}
