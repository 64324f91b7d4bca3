package dev.ziggurat.tick;

import dev.ziggurat.db.DatabaseClosing;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Makes the calls of turns and journals what comes of them. Those who got no usable part of an
 * answer for several are asked alone, after what came of that call is journaled.
 */
@Singleton
class TurnCalls {

  private final Thinker thinker;
  private final BatchThinker batchThinker;
  private final TurnStore turns;
  private final WorstCaseCosts worstCaseCosts;
  private final Journal journal;
  private final InFlightTurns inFlightTurns;

  TurnCalls(
      Thinker thinker,
      BatchThinker batchThinker,
      TurnStore turns,
      WorstCaseCosts worstCaseCosts,
      Journal journal,
      InFlightTurns inFlightTurns) {
    this.thinker = thinker;
    this.batchThinker = batchThinker;
    this.turns = turns;
    this.worstCaseCosts = worstCaseCosts;
    this.journal = journal;
    this.inFlightTurns = inFlightTurns;
  }

  /**
   * Makes the call of a batch.
   *
   * @param places for calls, of which the caller holds one
   */
  void run(Thinker.Session session, Batch batch, GroupCommit writer, Places places) {
    if (batch.isSingle()) {
      alone(session, batch.members().getFirst(), writer);
      return;
    }
    try {
      var outcome = batchThinker.think(session, batch);
      if (outcome.group().isUnanswered() && session.time().isShuttingDown()) {
        // The next runner calls the model again, with more time.
        journal.writeUndecided(session.tick(), outcome.group());
      } else if (outcome.again().isEmpty()) {
        writer.add(outcome.group());
      } else if (writer.addAndWait(outcome.group()) && !session.time().isShuttingDown()) {
        askAlone(session, outcome.again(), writer, places);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (DatabaseClosing | FenceLost ending) {
      Log.debugf("%d turns are left to the next runner", batch.members().size());
    } catch (RuntimeException e) {
      Log.errorf(e, "The turns of %d agents failed", batch.members().size());
    }
  }

  private void alone(Thinker.Session session, Batch.Member member, GroupCommit writer) {
    var turn = member.turn();
    try {
      var thought = thinker.think(session, turn, member.recalled());
      if (thought.answered().isEmpty() && session.time().isShuttingDown()) {
        // The next runner calls the model again, with more time.
        journal.writeUndecided(session.tick(), ThoughtGroup.of(session.tick(), thought));
      } else {
        writer.add(thought);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (DatabaseClosing ending) {
      Log.debugf("The turn of %s is left to the next runner", turn.agent().handle());
    } catch (RuntimeException e) {
      Log.errorf(e, "The turn of %s failed", turn.agent().handle());
    }
  }

  /** Asks on this thread, and on others for which there are places now. */
  private void askAlone(
      Thinker.Session session, List<Batch.Member> members, GroupCommit writer, Places places) {
    Log.infof(
        "%d agents in tick %d of %s got no usable part of an answer for several, and are asked alone",
        members.size(), session.tick().number(), session.tick().game().id());
    turns.markAskingAgain(
        session.tick(),
        members.stream()
            .flatMap(
                member -> {
                  var alone = Batches.single(session, member);
                  return alone.asking(worstCaseCosts.of(session, alone)).stream();
                })
            .toList());
    var waiting = new ConcurrentLinkedQueue<>(members);
    for (var others = members.size() - 1; others > 0 && places.tryEnter(); others--) {
      inFlightTurns.begin();
      Thread.ofVirtual()
          .name("think-alone-" + others)
          .start(
              () -> {
                try {
                  drain(session, waiting, writer);
                } finally {
                  inFlightTurns.end();
                  places.leave();
                }
              });
    }
    drain(session, waiting, writer);
  }

  private void drain(Thinker.Session session, Queue<Batch.Member> waiting, GroupCommit writer) {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      alone(session, next, writer);
    }
  }
}
