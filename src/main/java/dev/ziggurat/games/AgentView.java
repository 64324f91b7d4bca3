package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.db.Versioned;
import dev.ziggurat.tick.AgentArchive.AgentTurn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * All of an agent; see {@link AgentSummary}.
 *
 * @param memo what it noted for itself last; may be empty
 * @param positions what it owns beside its wallet, as its world tells it
 * @param turns its last ones, newest first
 */
public record AgentView(
    String handle,
    String persona,
    String memo,
    Optional<String> model,
    int cadence,
    long lastTurn,
    Optional<Long> walletMicroPoints,
    Optional<Long> worthMicroPoints,
    Optional<Long> profitMicroPoints,
    long costMicroUsd,
    @Schema(
            type = SchemaType.ARRAY,
            implementation = Object.class,
            description =
                "What it owns beside its wallet, in fields that its world chooses; in Babylon its"
                    + " shares of open markets")
        JsonNode positions,
    List<AgentTurn> turns,
    long version,
    Optional<Instant> deletedAt)
    implements Versioned {}
