package dev.ziggurat.models;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What {@code PUT /api/admin/ai-models} takes: a field left out stays, {@code null} clears. It
 * describes the body; {@link ChoiceEdits} reads it.
 *
 * @param wandbModel the same as {@code providers.wandb.model}
 * @param wandbEnabled the same as {@code providers.wandb.enabled}
 * @param order in which the chain tries the providers, by their ids; those left out come last, and
 *     null leaves it to the configuration
 * @param providers by their ids
 */
@Schema(description = "A field left out stays as it is, null clears it")
public record ModelsChange(
    @Schema(nullable = true) String wandbModel,
    @Schema(nullable = true) Boolean wandbEnabled,
    @Schema(nullable = true) List<String> order,
    Map<String, Provider> providers) {

  /** One provider's part. */
  @Schema(name = "ProviderChange")
  public record Provider(
      @Schema(nullable = true) String model, @Schema(nullable = true) Boolean enabled) {}
}
