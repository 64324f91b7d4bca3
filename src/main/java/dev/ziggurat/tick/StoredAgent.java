package dev.ziggurat.tick;

import dev.ziggurat.db.Versioned;
import dev.ziggurat.world.Agent;
import java.time.Instant;
import java.util.Optional;

/**
 * An agent as stored in the database.
 *
 * @param lastTurn the tick of its last turn; 0 before the first
 * @param version raised by every edit
 * @param deletedAt set when it was deleted; it gets no more turns but keeps its property
 */
public record StoredAgent(Agent agent, long lastTurn, long version, Optional<Instant> deletedAt)
    implements Versioned {

  /** A copy with edited fields, deleted or restored. */
  public StoredAgent with(Agent edited, Optional<Instant> deleted) {
    return new StoredAgent(edited, lastTurn, version, deleted);
  }
}
