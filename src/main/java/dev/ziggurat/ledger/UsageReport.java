package dev.ziggurat.ledger;

import java.time.Instant;
import java.util.List;

/**
 * What was used in a span of time.
 *
 * @param from the first moment that counted, a whole hour or day
 * @param to the first moment that did not count any more, a whole hour or day
 * @param by what the rows are told apart by
 * @param rows in the order of time, or the dearest first
 * @param total of all rows, also of those left out
 * @param truncated whether there were too many rows to tell
 */
public record UsageReport(
    Instant from, Instant to, String by, List<UsageRow> rows, UsageRow total, boolean truncated) {}
