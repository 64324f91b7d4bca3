package dev.ziggurat.tick;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What came of one call: the thoughts and attempts that are journaled together or not at all.
 *
 * @param callId of the call
 * @param thoughts of the turns that it decided; of a call for several agents, those without a
 *     usable answer are left out
 * @param shared attempts that belong to all of them
 */
record ThoughtGroup(UUID callId, List<Thought> thoughts, List<Attempt> shared) {

  ThoughtGroup {
    thoughts = List.copyOf(thoughts);
    shared = List.copyOf(shared);
  }

  /** The thought of one turn in a call of its own. */
  static ThoughtGroup of(Tick tick, Thought thought) {
    var handle = thought.turn().agent().handle();
    var caller = Caller.turn(tick.game().id(), tick.number(), handle, tick.epoch());
    return new ThoughtGroup(caller.callId(), List.of(thought), List.of());
  }

  /** All attempts. */
  Stream<Attempt> attempts() {
    return Stream.concat(
        shared.stream(), thoughts.stream().flatMap(thought -> thought.attempts().stream()));
  }

  /** Whether nobody got an answer. */
  boolean isUnanswered() {
    return thoughts.stream().allMatch(thought -> thought.answered().isEmpty());
  }
}
