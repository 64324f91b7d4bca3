package dev.ziggurat.experiment;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A variant, as the OpenAPI document describes it. */
@Schema(name = "Variant")
public record VariantSchema(
    @Schema(
            nullable = true,
            maxLength = 200,
            description = "Asked for agents without a model of their own; the settings' when null")
        Optional<String> model,
    @Schema(
            nullable = true,
            minimum = "0",
            maximum = "2",
            description = "Left out for models that reject it; the provider's default when null")
        Optional<Double> temperature,
    @Schema(
            nullable = true,
            maxLength = Variant.INSTRUCTION_CHARACTERS,
            description = "A text in front of each agent's own part of its prompt; none when null")
        Optional<String> instructions) {}
