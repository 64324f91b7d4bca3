package dev.ziggurat.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that was done.
 *
 * @param id counts up in the order of writing
 * @param who the token, or the person and the token
 * @param action what was done, such as {@code settings.change}
 * @param subject to what, as a path
 * @param detail what changed, as a JSON object
 */
public record AuditEntry(
    long id, Instant at, String who, String action, String subject, JsonNode detail) {}
