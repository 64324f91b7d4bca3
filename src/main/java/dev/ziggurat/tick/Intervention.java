package dev.ziggurat.tick;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What whoever operates a game did to it between two ticks, as it is journaled.
 *
 * @param id unique in its game: the tick and the ordinal, such as {@code 12-1}
 * @param afterTick the tick it came after; 0 before the first
 * @param ordinal counts the interventions after that tick from 1
 * @param at its time in the game, never before the slot of that tick
 * @param who the identity that asked for it
 * @param action its type and fields
 * @param result what it did, in the world's own words
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
