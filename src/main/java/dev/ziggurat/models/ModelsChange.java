package dev.ziggurat.models;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of {@code PUT /api/admin/ai-models}, for OpenAPI: omitted fields stay unchanged, {@code
 * null} clears. {@link ChoiceEdits} parses it.
 *
 * @param wandbModel the same as {@code providers.wandb.model}
 * @param wandbEnabled the same as {@code providers.wandb.enabled}
 * @param order the chain's order, as provider ids; omitted providers come last, null restores the
 *     configured order
 * @param providers changes by provider id
 */
@Schema(description = "Omitted fields stay unchanged, null clears")
public record ModelsChange(
    @Schema(nullable = true) String wandbModel,
    @Schema(nullable = true) Boolean wandbEnabled,
    @Schema(nullable = true) List<String> order,
    Map<String, Provider> providers) {

  /** The changes for one provider. */
  @Schema(name = "ProviderChange")
  public record Provider(
      @Schema(nullable = true) String model,
      @Schema(nullable = true) Boolean enabled,
      @Schema(
              nullable = true,
              description = "Replaces the budget as a whole; null removes its limits")
          ProviderBudgetFields budget) {}
}
