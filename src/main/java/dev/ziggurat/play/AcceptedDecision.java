package dev.ziggurat.play;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A decision that was stored.
 *
 * @param tick the tick that takes it; a later one if that tick ends its wait for the player first
 * @param decision the memo, if any, and the actions, as they are stored
 */
@Schema(name = "AcceptedDecision")
public record AcceptedDecision(
    long tick,
    @Schema(type = SchemaType.OBJECT, implementation = Object.class) JsonNode decision) {}
