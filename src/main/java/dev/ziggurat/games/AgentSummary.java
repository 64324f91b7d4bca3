package dev.ziggurat.games;

import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentKind;
import java.time.Instant;
import java.util.Optional;

/**
 * An agent in a list.
 *
 * @param model its own model, if any
 * @param cadence ticks from one turn to the next
 * @param lastTurn the tick of its last turn; 0 before the first
 * @param walletMicroPoints its balance; empty in worlds without wallets, and for an agent added
 *     after the game's creation until its first turn
 * @param worthMicroPoints its score, in millionths of its world's point; empty in worlds without a
 *     score
 * @param profitMicroPoints the worth minus the initial worth
 * @param costMicroUsd the known cost of its calls so far
 * @param kind who decides for it: {@code model}, {@code player} or {@code external}
 * @param answerWithinMillis how long a tick waits for a player; empty for others
 */
public record AgentSummary(
    String handle,
    Optional<String> model,
    int cadence,
    long lastTurn,
    Optional<Long> walletMicroPoints,
    Optional<Long> worthMicroPoints,
    Optional<Long> profitMicroPoints,
    long costMicroUsd,
    long version,
    Optional<Instant> deletedAt,
    String kind,
    Optional<Long> answerWithinMillis) {

  static Optional<AgentKind.External> external(Agent agent) {
    return agent.kind() instanceof AgentKind.External external
        ? Optional.of(external)
        : Optional.empty();
  }

  static Optional<Long> answerWithinMillis(Agent agent) {
    return switch (agent.kind()) {
      case AgentKind.Player player -> Optional.of(player.answerWithin().toMillis());
      case AgentKind.Model _ -> Optional.empty();
      case AgentKind.External _ -> Optional.empty();
    };
  }
}
