package dev.ziggurat.usage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Models compared.
 *
 * @param from start, inclusive; later than asked for if there are too many attempts
 * @param to end, exclusive
 * @param by {@code asked} or {@code answered}
 * @param narrowed whether {@code from} is later than asked for
 * @param unit what a point of the profits is called; empty where there are none
 * @param mixedGames whether turns of several games that keep a score are in it, so that no profit
 *     is told
 * @param rows in the order asked for
 * @param total of all rows, also of those left out
 * @param truncated whether rows were left out
 */
public record ModelMetricsReport(
    Instant from,
    Instant to,
    String by,
    boolean narrowed,
    Optional<String> unit,
    boolean mixedGames,
    List<ModelMetricsRow> rows,
    ModelMetricsRow total,
    boolean truncated) {}
