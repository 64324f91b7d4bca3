package dev.ziggurat.world;

import java.util.List;
import java.util.Map;

/**
 * What came of the entries.
 *
 * @param actions how many of each action type took effect, and {@code refused}
 * @param happenings how often the world itself did something, such as resolving a market
 * @param digest of the whole new state, in hexadecimal
 */
public record Applied(
    List<TurnResult> turns,
    List<Intervened> interventions,
    Map<String, Integer> actions,
    Map<String, Integer> happenings,
    String digest) {}
