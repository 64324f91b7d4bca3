package dev.ziggurat.models.prices;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A difference between a price list and the prices in force.
 *
 * @param id of the model
 * @param tier the service tier; empty for the default one
 * @param abovePromptTokens for prompts longer than this; empty for all others
 * @param before empty if no price is known
 * @param after empty if the price list has none any more
 */
@RegisterForReflection
@Schema(name = "PriceChange")
public record PriceChange(
    String provider,
    String id,
    Optional<String> tier,
    Optional<Long> abovePromptTokens,
    Optional<PriceRow> before,
    Optional<PriceRow> after) {}
