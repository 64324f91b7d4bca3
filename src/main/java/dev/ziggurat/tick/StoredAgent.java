package dev.ziggurat.tick;

import dev.ziggurat.db.Versioned;
import dev.ziggurat.world.Agent;
import java.time.Instant;
import java.util.Optional;

/**
 * An agent as the database knows it.
 *
 * @param lastTurn the tick in which it last had its turn; 0 before the first
 * @param version raised by every edit
 * @param deletedAt set when it was deleted; it gets no more turns, and keeps what it owns
 */
public record StoredAgent(Agent agent, long lastTurn, long version, Optional<Instant> deletedAt)
    implements Versioned {

  /** The same with other words, or deleted, or brought back. */
  public StoredAgent with(Agent edited, Optional<Instant> deleted) {
    return new StoredAgent(edited, lastTurn, version, deleted);
  }
}
