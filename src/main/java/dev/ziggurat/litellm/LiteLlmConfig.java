package dev.ziggurat.litellm;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of {@code POST /api/admin/models/import}, for OpenAPI; {@link ConfigReader} parses it.
 */
@Schema(
    description =
        "LiteLLM's config.yaml, of which model_list is imported; or the argument of litellm.register_model, an object of models by name")
public record LiteLlmConfig(
    @Schema(name = "model_list", required = true, maxItems = 500) List<Entry> modelList) {

  /** An entry; other fields are not imported, and named in the response. */
  @Schema(name = "LiteLlmEntry")
  public record Entry(
      @Schema(
              name = "model_name",
              required = true,
              description =
                  "The name that client programs use; it becomes a local name of the model")
          String modelName,
      @Schema(name = "litellm_params", required = true) Params params,
      @Schema(name = "model_info", nullable = true) Info info) {}

  /** The parameters of calls to the model. */
  @Schema(name = "LiteLlmParams")
  public record Params(
      @Schema(
              required = true,
              description = "Its provider and its id, such as wandb/openai/gpt-oss-120b")
          String model,
      @Schema(name = "api_base", nullable = true, description = "Only the base URL of its provider")
          String apiBase,
      @Schema(
              name = "api_key",
              nullable = true,
              description = "Never stored; the response names the environment variable to set")
          String apiKey,
      @Schema(name = "custom_llm_provider", nullable = true) String provider,
      @Schema(name = "input_cost_per_token", nullable = true) BigDecimal input,
      @Schema(name = "output_cost_per_token", nullable = true) BigDecimal output) {}

  /** Facts about the model. Prices are US dollars per token. */
  @Schema(
      name = "LiteLlmModelInfo",
      description =
          "Prices are US dollars per token; those of other service tiers have the suffix _flex, _priority or _batches")
  public record Info(
      @Schema(name = "input_cost_per_token", nullable = true) BigDecimal input,
      @Schema(name = "output_cost_per_token", nullable = true) BigDecimal output,
      @Schema(name = "cache_read_input_token_cost", nullable = true) BigDecimal cached,
      @Schema(name = "cache_creation_input_token_cost", nullable = true) BigDecimal cacheWrite,
      @Schema(name = "max_input_tokens", nullable = true) Integer contextTokens,
      @Schema(name = "max_output_tokens", nullable = true) Integer maxOutputTokens,
      @Schema(
              name = "max_tokens",
              nullable = true,
              description = "The default of max_output_tokens")
          Integer maxTokens,
      @Schema(name = "supports_vision", nullable = true) Boolean vision,
      @Schema(name = "supports_function_calling", nullable = true) Boolean tools,
      @Schema(name = "supports_response_schema", nullable = true) Boolean jsonSchema,
      @Schema(name = "supports_reasoning", nullable = true) Boolean reasoning,
      @Schema(name = "litellm_provider", nullable = true) String provider,
      @Schema(nullable = true, description = "Only chat") String mode) {}
}
