package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The rule of one type of intervention; {@link InterventionTypes} defines its fields. */
sealed interface InterventionRule
    permits OpenMarketRule, ResolveMarketRule, VoidMarketRule, NewsRule, GrantRule, SettingsRule {

  /** The type of intervention. */
  String type();

  /**
   * Applies the intervention to the city.
   *
   * @return the result
   * @throws RefusedException if not allowed; then nothing has changed
   */
  ObjectNode play(InterventionContext context) throws RefusedException;
}
