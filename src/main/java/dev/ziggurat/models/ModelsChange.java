package dev.ziggurat.models;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What {@code PUT /api/admin/ai-models} takes: a field left out stays, {@code null} clears. It
 * describes the body; {@link ChoiceEdits} reads it.
 *
 * @param wandbModel the same as {@code providers.wandb.model}
 * @param wandbEnabled the same as {@code providers.wandb.enabled}
 */
@Schema(description = "A field left out stays as it is, null clears it")
public record ModelsChange(
    @Schema(nullable = true) String wandbModel,
    @Schema(nullable = true) Boolean wandbEnabled,
    Providers providers) {

  /** By provider. */
  @Schema(name = "ProviderChanges")
  public record Providers(Provider wandb, Provider groq, Provider claude, Provider openai) {}

  /** One provider's part. */
  @Schema(name = "ProviderChange")
  public record Provider(
      @Schema(nullable = true) String model, @Schema(nullable = true) Boolean enabled) {}
}
