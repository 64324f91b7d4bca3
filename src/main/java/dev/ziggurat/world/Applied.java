package dev.ziggurat.world;

import java.util.List;
import java.util.Map;

/**
 * The result of applying entries.
 *
 * @param actions counts per action type that took effect, and {@code refused}
 * @param happenings counts of the world's own events, such as resolving a market
 * @param digest of the complete new state, in hexadecimal
 */
public record Applied(
    List<TurnResult> turns,
    List<Intervened> interventions,
    Map<String, Integer> actions,
    Map<String, Integer> happenings,
    String digest) {}
