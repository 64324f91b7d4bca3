package dev.ziggurat.tick;

import dev.ziggurat.db.Versioned;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.ledger.GameBudget;
import dev.ziggurat.memory.MemorySettings;
import dev.ziggurat.world.Game;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A game as stored in the database.
 *
 * @param state {@code running} or {@code paused}
 * @param version raised by every edit
 * @param guardrails checks of its prompts and answers, in order
 * @param memory what its agents remember; empty for nothing
 * @param budget what it may spend on models
 * @param keepTextsDays for how many days texts of its prompts and answers are kept; empty for
 *     {@code ziggurat.tick.keep-texts}
 * @param deletedAt set when it was deleted; its rows are kept
 */
public record StoredGame(
    Game game,
    String state,
    GuardrailList guardrails,
    Optional<MemorySettings> memory,
    GameBudget budget,
    OptionalInt keepTextsDays,
    long version,
    Optional<Instant> deletedAt)
    implements Versioned {

  /** Triggers run its ticks. */
  public static final String RUNNING = "running";

  /** Triggers are skipped. */
  public static final String PAUSED = "paused";

  /** The same, deleted. */
  public StoredGame deleted(Instant now) {
    return new StoredGame(
        game, state, guardrails, memory, budget, keepTextsDays, version, Optional.of(now));
  }
}
