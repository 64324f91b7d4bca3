package dev.ziggurat.babylon;

import java.net.URI;
import java.util.Optional;

/**
 * The settings of one game.
 *
 * @param resolver the address that is asked for outcomes
 */
public record GameSettings(
    GameEconomy economy, MarketTerms markets, Theme theme, Optional<URI> resolver) {

  /** The settings of a game that was founded without any. */
  public static GameSettings usual(GameEconomy economy) {
    return new GameSettings(economy, MarketTerms.USUAL, UsualTheme.THEME, Optional.empty());
  }
}
