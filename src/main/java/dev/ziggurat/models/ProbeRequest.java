package dev.ziggurat.models;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of {@code POST /api/admin/ai-models/test}, for OpenAPI; {@link ModelProbe} parses it.
 *
 * @param model by default the chosen model
 * @param prompt by default a short built-in prompt
 */
public record ProbeRequest(
    @Schema(required = true, examples = "wandb") String provider,
    @Schema(nullable = true) String model,
    @Schema(nullable = true, maxLength = 4000) String prompt) {}
