package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatMessage.Role;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.UpstreamModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The body of {@code POST /v1/messages}; null fields are omitted.
 *
 * @param system a text, or a list of one {@link SystemBlock} that is to be cached
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessagesRequest(
    String model,
    @JsonProperty("max_tokens") int maxTokens,
    Object system,
    List<Message> messages,
    Double temperature,
    @JsonProperty("output_config") OutputConfig outputConfig) {

  /** One message of {@code user} or {@code assistant}. */
  @RegisterForReflection
  record Message(String role, String content) {}

  /** A block of {@code system}. */
  @RegisterForReflection
  record SystemBlock(
      String type, String text, @JsonProperty("cache_control") CacheControl cacheControl) {

    /** What ends with this block is written to the cache for five minutes, or read from it. */
    static SystemBlock cached(String text) {
      return new SystemBlock("text", text, new CacheControl("ephemeral"));
    }
  }

  /** Always {@code ephemeral}. */
  @RegisterForReflection
  record CacheControl(String type) {}

  /** The format of the answer. */
  @RegisterForReflection
  record OutputConfig(Format format) {}

  /** Always {@code json_schema}. */
  @RegisterForReflection
  record Format(String type, JsonNode schema) {}

  private static Object system(String text, boolean cached) {
    if (text.isEmpty()) {
      return null;
    }
    return cached ? List.of(SystemBlock.cached(text)) : text;
  }

  /** Converts a request: system messages move to {@code system}. */
  static MessagesRequest write(PromptRequest request, UpstreamModel model) {
    var system =
        request.messages().stream()
            .filter(message -> message.role() == Role.SYSTEM)
            .map(ChatMessage::content)
            .collect(Collectors.joining("\n\n"));
    var hasTemperature = request.temperature().isPresent() && model.can(Capability.TEMPERATURE);
    return new MessagesRequest(
        model.id(),
        model.defaultOutputBudget(request.maxOutputTokens(), request.estimatedInputTokens()),
        system(system, request.repeated()),
        request.messages().stream()
            .filter(message -> message.role() != Role.SYSTEM)
            .map(
                message ->
                    new Message(message.role().name().toLowerCase(Locale.ROOT), message.content()))
            .toList(),
        // Claude's maximum is 1, that of the other providers 2.
        hasTemperature ? Math.min(request.temperature().getAsDouble(), 1) : null,
        request
            .answerSchema()
            .filter(_ -> model.can(Capability.JSON_SCHEMA))
            .map(answer -> new OutputConfig(new Format("json_schema", answer.schema())))
            .orElse(null));
  }
}
