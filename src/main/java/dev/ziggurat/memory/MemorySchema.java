package dev.ziggurat.memory;

import java.math.BigDecimal;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The settings of a game's memory, as the OpenAPI document describes them. */
@Schema(name = "Memory")
public record MemorySchema(
    @Schema(
            minimum = "100",
            maximum = "8000",
            defaultValue = "400",
            description = "The most tokens of a prompt that show memories")
        int tokens,
    @Schema(
            minimum = "10",
            maximum = "10000",
            defaultValue = "1000",
            description =
                "The most entries of an agent; of more, the least important and oldest go")
        int entries,
    @Schema(
            nullable = true,
            maxLength = 200,
            description =
                "A model with the capability EMBEDDINGS: entries are as relevant as their vectors are similar to that of the briefing. Needs pgvector in the database; full text when null")
        Optional<String> embeddingModel,
    @Schema(nullable = true, description = "Reflections of its agents; none when null")
        Optional<OfReflection> reflection) {

  /** When agents reflect, and what it may cost. */
  @Schema(name = "MemoryReflection")
  public record OfReflection(
      @Schema(
              minimum = "1",
              maximum = "1000000",
              defaultValue = "10",
              description = "Ticks from one reflection to the next")
          int everyTicks,
      @Schema(
              nullable = true,
              maxLength = 200,
              description = "The model that is requested first; that of the settings when null")
          Optional<String> model,
      @Schema(
              minimum = "0",
              maximum = "1000000",
              defaultValue = "0.5",
              description =
                  "The most that the reflections of the game may cost in a day (UTC), in US dollars")
          BigDecimal dollarsPerDay) {}
}
