package dev.ziggurat.babylon;

import java.net.URI;
import java.util.Optional;

/**
 * The settings of one game.
 *
 * @param resolver the address that is asked for outcomes
 * @param conversations whether agents may write to each other unseen by others
 */
public record GameSettings(
    GameEconomy economy,
    MarketTerms markets,
    Theme theme,
    Optional<URI> resolver,
    boolean conversations) {

  /** The settings of a game that was stored without any: older ones have no conversations. */
  public static GameSettings usual(GameEconomy economy) {
    return new GameSettings(economy, MarketTerms.USUAL, UsualTheme.THEME, Optional.empty(), false);
  }

  /** The settings of a game that is founded without any. */
  public static GameSettings founding(GameEconomy economy) {
    return new GameSettings(economy, MarketTerms.USUAL, UsualTheme.THEME, Optional.empty(), true);
  }
}
