package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the overseer knows of one type of intervention. */
sealed interface InterventionRule
    permits OpenMarketRule, ResolveMarketRule, VoidMarketRule, NewsRule, GrantRule {

  /** The type of intervention it judges. */
  String type();

  /** The fields it knows beside the type. */
  List<String> fields();

  /**
   * Changes the city as the intervention says.
   *
   * @return what it did
   * @throws RefusedException if that is not allowed; then nothing has changed
   */
  ObjectNode play(InterventionContext hand) throws RefusedException;
}
