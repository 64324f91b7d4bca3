package dev.ziggurat.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What came of an intervention.
 *
 * @param effect what it did, in the world's own words; empty when it was refused
 */
public record Intervened(int ordinal, Action action, Optional<Refused> refused, ObjectNode effect) {

  /**
   * Why the referee refused it.
   *
   * @param reason in words its author can act on
   * @param malformed whether a field is missing, unknown or of the wrong kind, so that it would be
   *     refused in any state of the game
   */
  public record Refused(String reason, boolean malformed) {}
}
