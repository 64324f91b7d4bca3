package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How the referee plays one type of intervention; {@link InterventionTypes} says what it asks for.
 */
sealed interface InterventionRule
    permits OpenMarketRule, ResolveMarketRule, VoidMarketRule, NewsRule, GrantRule {

  /** The type of intervention it judges. */
  String type();

  /**
   * Changes the city as the intervention says.
   *
   * @return what it did
   * @throws RefusedException if that is not allowed; then nothing has changed
   */
  ObjectNode play(InterventionContext hand) throws RefusedException;
}
