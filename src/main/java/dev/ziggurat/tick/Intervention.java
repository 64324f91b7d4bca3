package dev.ziggurat.tick;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An operator's action between two ticks, as journaled.
 *
 * @param id unique in its game: the tick and the ordinal, such as {@code 12-1}
 * @param afterTick the tick before it; 0 before the first
 * @param ordinal counts the interventions after that tick from 1
 * @param at its time in the game, never before the slot of that tick
 * @param who identity of the operator
 * @param action its type and fields
 * @param result what it did, as the world describes it
 * @param digest of the world after it, in hexadecimal
 */
public record Intervention(
    String id,
    long afterTick,
    int ordinal,
    Instant at,
    String who,
    JsonNode action,
    JsonNode result,
    String digest) {

  static String id(long afterTick, int ordinal) {
    return afterTick + "-" + ordinal;
  }
}
