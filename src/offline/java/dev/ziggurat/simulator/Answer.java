package dev.ziggurat.simulator;

/**
 * What the simulated model says.
 *
 * @param reasoning its thoughts; empty when it has none
 * @param cut whether the budget ended it
 * @param refused whether it declines; {@code text} is its excuse
 */
record Answer(
    String text,
    String reasoning,
    boolean cut,
    boolean refused,
    long inputTokens,
    long cachedTokens,
    long outputTokens,
    long reasoningTokens) {}
