package dev.ziggurat.models;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What {@code POST /api/admin/providers} takes. It describes the body; {@link ProviderBody} reads
 * it.
 *
 * @param id part of models' names, tables and metrics; it cannot be changed later
 * @param name the name a person reads; the id if left out
 * @param apiBase where it is asked, without {@code /chat/completions}: https, or http of this
 *     machine
 * @param keyVariable the environment variable that holds its key; the id in capitals and {@code
 *     _API_KEY} if left out
 * @param project sent as {@code OpenAI-Project}
 * @param maxTokensField what it calls the output budget
 * @param answerFormat to what its answers can be held at most
 * @param streamUsage whether a stream of it can be asked to end with the tokens it took
 * @param unknownFields of requests, which are left out; those that only one vendor knows if left
 *     out
 */
@Schema(description = "A provider that speaks OpenAI's chat completions")
public record NewProvider(
    @Schema(required = true, pattern = "[a-z][a-z0-9-]{0,29}", examples = "fifth") String id,
    @Schema(nullable = true, maxLength = 80) String name,
    @Schema(required = true, maxLength = 300, examples = "https://api.example.org/v1")
        String apiBase,
    @Schema(nullable = true, examples = "FIFTH_API_KEY") String keyVariable,
    @Schema(required = true, maxLength = 200) String defaultModel,
    @Schema(nullable = true, maxLength = 200) String project,
    @Schema(
            nullable = true,
            enumeration = {"max_tokens", "max_completion_tokens"})
        String maxTokensField,
    @Schema(
            nullable = true,
            enumeration = {"text", "json_object", "json_schema"})
        String answerFormat,
    @Schema(nullable = true) Boolean streamUsage,
    @Schema(nullable = true, maxItems = 100) List<String> unknownFields) {

  /** What {@code PUT} takes: all but the id; what is left out is as for a new one. */
  @Schema(name = "ProviderReplacement", description = "What it is from now on")
  public record Replacement(
      @Schema(nullable = true, maxLength = 80) String name,
      @Schema(required = true, maxLength = 300) String apiBase,
      @Schema(nullable = true) String keyVariable,
      @Schema(required = true, maxLength = 200) String defaultModel,
      @Schema(nullable = true, maxLength = 200) String project,
      @Schema(
              nullable = true,
              enumeration = {"max_tokens", "max_completion_tokens"})
          String maxTokensField,
      @Schema(
              nullable = true,
              enumeration = {"text", "json_object", "json_schema"})
          String answerFormat,
      @Schema(nullable = true) Boolean streamUsage,
      @Schema(nullable = true, maxItems = 100) List<String> unknownFields) {}
}
