package dev.ziggurat.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The result of an intervention.
 *
 * @param effect what it did, as the world describes it; empty when refused
 */
public record Intervened(int ordinal, Action action, Optional<Refused> refused, ObjectNode effect) {

  /**
   * Why the referee refused it.
   *
   * @param reason a message its author can act on
   * @param malformed whether a field is missing, unknown or of the wrong kind, so that it is
   *     refused in every state of the game
   */
  public record Refused(String reason, boolean malformed) {}
}
