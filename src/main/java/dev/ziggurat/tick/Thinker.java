package dev.ziggurat.tick;

import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.AnswerCheck;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.settings.SettingsView;
import dev.ziggurat.world.World;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Runs one agent's turn: briefing, chain, decision. */
@Singleton
public class Thinker {

  private final Chain chain;
  private final OwnModels ownModels;
  private final DecisionParser decisions;
  private final InstantSource time;

  Thinker(Chain chain, OwnModels ownModels, DecisionParser decisions, InstantSource time) {
    this.chain = chain;
    this.ownModels = ownModels;
    this.decisions = decisions;
    this.time = time;
  }

  /**
   * What all turns of a tick share.
   *
   * @param time the thinking deadline
   * @param watch notified of progress
   */
  record Session(
      Tick tick,
      World.State world,
      Prompt prompt,
      SettingsView settings,
      List<ChainCandidates.Candidate> candidates,
      ThinkingTime time,
      TickListener.Run watch) {}

  Thought think(Session session, Turn turn) {
    var watch = session.watch().thinking(turn.agent().handle());
    var state = "failed";
    try {
      var thought = think(session, turn, watch);
      state = thought.state();
      return thought;
    } finally {
      watch.ended(state);
    }
  }

  private Thought think(Session session, Turn turn, CallListener watch) {
    var own = session.prompt().own(turn.agent(), session.world().brief(turn.agent()));
    var reader = new Reader();
    var call =
        new Call(
            session.prompt().request(own),
            reader,
            Caller.turn(
                    session.tick().game().id(),
                    session.tick().number(),
                    turn.agent().handle(),
                    session.tick().epoch())
                .tracedBy(watch.traceId()),
            session.settings(),
            session.time()::until,
            CallOptions.DEFAULT
                .requesting(ownModels.of(turn.agent()).stream().toList())
                .listener(
                    (provider, model, request) -> {
                      session.time().calling();
                      return watch.asked(provider, model, request);
                    }));
    try {
      var completion = chain.complete(call);
      var answered = new Thought.Answered(completion, reader.decision().orElseThrow());
      return thought(turn, own, call, Optional.of(answered), false);
    } catch (ChainExhausted exhausted) {
      var outOfTime = Duration.between(time.instant(), session.time().until()).toMillis() < 100;
      return thought(turn, own, call, Optional.empty(), outOfTime);
    } catch (RuntimeException unforeseen) {
      // What was spent so far must still reach the ledger.
      Log.errorf(unforeseen, "The turn of %s failed", turn.agent().handle());
      return thought(turn, own, call, Optional.empty(), false);
    }
  }

  private static Thought thought(
      Turn turn, String own, Call call, Optional<Thought.Answered> answered, boolean outOfTime) {
    return new Thought(turn, own, call.attempts(), call.path(), answered, outOfTime);
  }

  /** Accepts answers that contain a decision, and keeps it. */
  private final class Reader implements AnswerCheck {

    private Optional<Decision> decision = Optional.empty();

    @Override
    public Optional<String> rejection(Completion completion) {
      try {
        decision = Optional.of(decisions.parse(completion.text()));
        return Optional.empty();
      } catch (DecisionParser.Unreadable unreadable) {
        return Optional.of(unreadable.getMessage());
      }
    }

    private Optional<Decision> decision() {
      return decision;
    }
  }
}
