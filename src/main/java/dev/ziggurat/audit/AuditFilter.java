package dev.ziggurat.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Filters audit entries; an empty component matches all.
 *
 * @param action the operation, or the first part of several: {@code settings}
 * @param subject the path, with all paths below it: {@code games/babylon}
 * @param who part of the name, case-insensitive
 * @param from start, inclusive
 * @param to end, exclusive
 * @param oldestFirst in the order in which they were written, otherwise the newest first
 */
public record AuditFilter(
    Optional<String> action,
    Optional<String> subject,
    Optional<String> who,
    Optional<Instant> from,
    Optional<Instant> to,
    boolean oldestFirst) {}
