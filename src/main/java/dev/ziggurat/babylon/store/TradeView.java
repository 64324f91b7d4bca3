package dev.ziggurat.babylon.store;

import java.time.Instant;

/**
 * The public view of a trade.
 *
 * @param question the market's question question
 * @param type {@code buy} or {@code sell}
 * @param side {@code yes} or {@code no}
 * @param priceYesAfter the price of yes after the trade, in points
 */
public record TradeView(
    String id,
    String market,
    String question,
    String handle,
    long tick,
    Instant at,
    String type,
    String side,
    long microPoints,
    long microShares,
    double priceYesAfter) {}
