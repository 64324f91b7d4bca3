package dev.ziggurat.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the audit are asked for; what is empty lets all through.
 *
 * @param action this one, or with its first part all of that part: {@code settings}
 * @param subject this one and all below it: {@code games/babylon}
 * @param who a part of the name, in any case
 * @param from the earliest, inclusive
 * @param to the latest, exclusive
 */
public record AuditFilter(
    Optional<String> action,
    Optional<String> subject,
    Optional<String> who,
    Optional<Instant> from,
    Optional<Instant> to) {}
