package dev.ziggurat.play;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The token that lets somebody play for an agent, without its secret.
 *
 * @param hint the last characters of the secret
 * @param createdBy who made it
 */
@Schema(name = "PlayerToken")
public record PlayerToken(
    String game, String handle, String hint, Instant createdAt, String createdBy) {}
