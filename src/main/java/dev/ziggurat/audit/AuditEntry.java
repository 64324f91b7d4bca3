package dev.ziggurat.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A recorded action.
 *
 * @param id ascending in the order of writing
 * @param who the token, or person and token
 * @param action the operation, such as {@code settings.change}
 * @param subject its target as a path
 * @param detail what changed, as a JSON object
 */
public record AuditEntry(
    long id, Instant at, String who, String action, String subject, JsonNode detail) {}
