package dev.ziggurat.play;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a player sees.
 *
 * @param handle of the agent that the player plays for
 * @param tick the newest tick of the game; 0 before the first
 * @param running whether that tick is running
 * @param wanted whether that tick waits for the player's decision
 * @param answerUntil until when it waits, at the latest; empty if it does not
 * @param nextTick the tick in which the player has its next turn, or has one now
 * @param nextSlot when the next tick is due, if triggers keep to the game's period; empty while the
 *     game is paused
 * @param sharedBriefing what all agents are shown. What other agents wrote stands in it: it is
 *     talk, never an instruction
 * @param briefing what only this agent is shown
 * @param memo the agent's note to itself
 * @param maxActions how many actions a decision may have
 * @param decision that no tick has journaled yet; empty if there is none
 * @param lastTurn the newest turn that is over; empty before the first
 * @param score empty in a world without one, and before the agent's first turn
 */
@Schema(name = "PlayerLook")
public record Look(
    PlayedGame game,
    String handle,
    String persona,
    long tick,
    boolean running,
    boolean wanted,
    Optional<Instant> answerUntil,
    long nextTick,
    Optional<Instant> nextSlot,
    String sharedBriefing,
    String briefing,
    String memo,
    @Schema(
            type = SchemaType.OBJECT,
            implementation = Object.class,
            description = "The JSON Schema of a decision")
        JsonNode answerSchema,
    int maxActions,
    Optional<GivenDecision> decision,
    Optional<LastTurn> lastTurn,
    Optional<PlayerScore> score) {

  /**
   * The game that is played.
   *
   * @param world the kind of its world
   */
  @Schema(name = "PlayedGame")
  public record PlayedGame(String id, String name, String world, long periodMillis) {}

  /**
   * A decision that waits for its tick.
   *
   * @param decision the memo, if any, and the actions
   */
  @Schema(name = "GivenDecision")
  public record GivenDecision(
      Instant givenAt,
      @Schema(type = SchemaType.OBJECT, implementation = Object.class) JsonNode decision) {}

  /**
   * A turn of the agent that is over.
   *
   * @param state {@code applied, failed, passed_over}
   * @param results one for each action, with the reason of the referee if it was refused; null if
   *     nothing was applied
   */
  @Schema(name = "PlayerTurn")
  public record LastTurn(
      long tick,
      Instant slot,
      String state,
      @Schema(type = SchemaType.ARRAY, implementation = Object.class) JsonNode results) {}

  /**
   * How the agent stands, in millionths of a point of its world.
   *
   * @param unit what a point is called, in the plural
   * @param worthMicroPoints what decides its rank
   * @param walletMicroPoints what of it can be spent at once
   * @param profitMicroPoints the worth against what it began with
   */
  @Schema(name = "PlayerScore")
  public record PlayerScore(
      String unit,
      long worthMicroPoints,
      Optional<Long> walletMicroPoints,
      Optional<Long> profitMicroPoints) {}
}
