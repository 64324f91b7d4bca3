package dev.ziggurat.tick;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.experiment.Variant;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.memory.Recall.Recalled;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The agents that are asked in one call.
 *
 * @param caller with a part for each member, or, for one alone, as usual
 * @param common what they have in common
 * @param repeated whether it pays to have the shared part of the prompt cached
 */
record Batch(Caller caller, List<Member> members, Common common, boolean repeated) {

  Batch {
    members = List.copyOf(members);
  }

  /**
   * What must be the same for agents to be asked in one call.
   *
   * @param requested the model, as each provider that has it serves it; empty for the one that the
   *     settings choose
   * @param schema of their actions, if it is not that of all agents
   * @param variant what they are asked with
   */
  record Common(List<Offer> requested, Optional<JsonNode> schema, Variant variant) {

    static final Common USUAL = new Common(List.of(), Optional.empty(), Variant.NONE);

    Common {
      requested = List.copyOf(requested);
    }
  }

  /**
   * One of the agents.
   *
   * @param recalled what its prompt shows of its memory
   * @param part its part of the prompt; empty if it is asked alone, in the usual prompt
   * @param cheaper the model that is asked for in place of its own
   */
  record Member(Turn turn, Recalled recalled, String part, Optional<TickBudgets.Cheaper> cheaper) {

    String handle() {
      return turn.agent().handle();
    }
  }

  /** Whether there is one agent only, who is asked as usual. */
  boolean isSingle() {
    return members.size() == 1;
  }

  /** The turns as they are marked before the call, each with its share of what it can cost. */
  List<TurnStore.Asking> asking(WorstCaseCost atMost) {
    var shares =
        isSingle() ? List.of(atMost.atMost().value()) : caller.shares(atMost.atMost().value());
    return IntStream.range(0, members.size())
        .mapToObj(
            index ->
                new TurnStore.Asking(
                    members.get(index).turn(),
                    caller.callId(),
                    atMost.share(shares.get(index)),
                    members.get(index).recalled()))
        .toList();
  }
}
