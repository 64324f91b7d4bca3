package dev.ziggurat.world;

import java.util.Optional;

/**
 * Which agents are ranked, and in which order.
 *
 * @param deleted true ranks only deleted agents, false only the others
 * @param part of the handle, in letters of any case; empty for all
 * @param descending the one of greatest worth first
 */
public record Ranking(boolean deleted, Optional<String> part, boolean descending) {}
