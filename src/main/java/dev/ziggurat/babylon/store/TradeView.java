package dev.ziggurat.babylon.store;

import java.time.Instant;

/**
 * A trade as everybody may see it.
 *
 * @param question the market's
 * @param type {@code buy} or {@code sell}
 * @param side {@code yes} or {@code no}
 * @param priceYesAfter the price of yes that it left behind, in points
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
