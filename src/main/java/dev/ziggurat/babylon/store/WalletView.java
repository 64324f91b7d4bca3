package dev.ziggurat.babylon.store;

import java.util.List;

/**
 * The possessions of an agent.
 *
 * @param microPoints in the wallet
 * @param positions in open markets
 */
public record WalletView(String handle, long microPoints, List<Held> positions) {

  /** Shares of one market in micro-shares, with its question. */
  public record Held(String market, String question, long yesMicroShares, long noMicroShares) {}
}
