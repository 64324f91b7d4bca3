package dev.ziggurat.models;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What {@code POST /api/admin/ai-models/test} takes. It describes the body; {@link ModelProbe}
 * reads it.
 *
 * @param model the chosen one if left out
 * @param prompt a short one of ours if left out
 */
public record ProbeRequest(
    @Schema(required = true, examples = "wandb") String provider,
    @Schema(nullable = true) String model,
    @Schema(nullable = true, maxLength = 4000) String prompt) {}
