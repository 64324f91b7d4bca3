package dev.ziggurat.models;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of {@code POST /api/admin/providers}, for OpenAPI; {@link ProviderBody} parses it.
 *
 * @param id used in model names, database rows and metrics; cannot be changed later
 * @param name the display name; by default the id
 * @param apiBase the base URL, without {@code /chat/completions}: https, or http on localhost
 * @param keyVariable the environment variable that holds its key; by default the id in upper case
 *     and {@code _API_KEY}
 * @param project the value of the header {@code OpenAI-Project}
 * @param maxTokensField its field for the output token limit
 * @param answerFormat the strictest answer format that it supports
 * @param streamUsage whether it supports {@code stream_options.include_usage}
 * @param unknownFields request fields that it does not accept, which are dropped; by default those
 *     that are specific to one vendor
 * @param responses whether it serves the Responses API too, so that requests of that API are passed
 *     on to it as they are; by default not
 */
@Schema(description = "A provider with the chat completions API of OpenAI")
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
    @Schema(nullable = true, maxItems = 100) List<String> unknownFields,
    @Schema(nullable = true) Boolean responses) {

  /** The body of {@code PUT}: all fields but the id, with the same defaults. */
  @Schema(name = "ProviderReplacement", description = "The new definition of the provider")
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
      @Schema(nullable = true, maxItems = 100) List<String> unknownFields,
      @Schema(nullable = true) Boolean responses) {}
}
