package dev.ziggurat.gateway.responses;

import dev.ziggurat.db.OwnedRow;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A response as it is written to the database.
 *
 * @param at when its answer was complete
 * @param response JSON
 * @param input JSON
 * @param bytes of both
 */
record KeptRow(
    UUID owner,
    UUID id,
    Optional<UUID> previous,
    Instant at,
    String response,
    String input,
    long bytes)
    implements OwnedRow {}
