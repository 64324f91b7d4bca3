package dev.ziggurat.models;

import dev.ziggurat.llm.Capability;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/admin/models}, for OpenAPI; {@link ModelBody} parses it. */
@Schema(description = "Omitted facts are unknown")
public record NewModel(
    @Schema(required = true, examples = "wandb") String provider,
    @Schema(required = true, maxLength = 200) String id,
    @Schema(nullable = true, maxItems = 20) List<String> aliases,
    @Schema(nullable = true, maxItems = 50) List<String> localNames,
    @Schema(nullable = true, minimum = "1") Integer contextTokens,
    @Schema(nullable = true, minimum = "1") Integer maxOutputTokens,
    @Schema(nullable = true) List<Capability> can,
    @Schema(nullable = true) LocalDate released,
    @Schema(nullable = true) LocalDate shutDown,
    @Schema(nullable = true) String successor,
    @Schema(nullable = true, maxItems = 50) List<Price> prices) {

  /** The body of {@code PATCH}: omitted fields stay unchanged, {@code null} clears. */
  @Schema(name = "ModelChange", description = "Omitted fields stay unchanged, null clears")
  public record Change(
      @Schema(nullable = true, maxItems = 20) List<String> aliases,
      @Schema(nullable = true, maxItems = 50) List<String> localNames,
      @Schema(nullable = true, minimum = "1") Integer contextTokens,
      @Schema(nullable = true, minimum = "1") Integer maxOutputTokens,
      @Schema(nullable = true) List<Capability> can,
      @Schema(nullable = true) LocalDate released,
      @Schema(nullable = true) LocalDate shutDown,
      @Schema(nullable = true) String successor,
      @Schema(nullable = true, maxItems = 50) List<Price> prices) {}

  /** US dollars per million tokens. */
  @Schema(name = "NewPrice")
  public record Price(
      @Schema(
              nullable = true,
              pattern = "[a-z][a-z0-9_-]{0,39}",
              description =
                  "The service tier as the provider reports it, such as flex or priority; null: the default one")
          String tier,
      @Schema(nullable = true) LocalDate from,
      @Schema(nullable = true, minimum = "1") Long abovePromptTokens,
      @Schema(required = true, minimum = "0", maximum = "1000") BigDecimal input,
      @Schema(nullable = true, minimum = "0", maximum = "1000") BigDecimal cached,
      @Schema(nullable = true, minimum = "0", maximum = "1000") BigDecimal cacheWrite,
      @Schema(required = true, minimum = "0", maximum = "1000") BigDecimal output) {}
}
