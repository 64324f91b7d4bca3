package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The {@link RequestBound} of a chat completions request. Every field counts by its length, unknown
 * ones too, because a provider may add it to the prompt.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/chat">Chat completions</a>
 */
final class ForwardedBound {

  /**
   * More than any known model counts for an image. The most known is gpt-4o-mini: 2,833 + 5,667 for
   * each of at most 8 tiles.
   */
  static final long IMAGE_TOKENS = 50_000;

  /** Quotes, colon and indentation of a field, when tools and schemas are written into a prompt. */
  private static final long FIELD_TOKENS = 8;

  private static final long ELEMENT_TOKENS = 4;
  private static final long CONSTANT_TOKENS = 5;

  private static final int MAX_ANSWERS = 10_000;

  /** The field with the service tier. */
  static final String TIER = "service_tier";

  /** No texts for the model. */
  private static final Set<String> EMBEDDING_FIELDS =
      Set.of(EmbeddingInput.FIELD, "dimensions", "encoding_format", "user", TIER);

  private static final Set<String> TEXT_PARTS =
      Set.of("", "text", "input_text", "output_text", "refusal", "thinking", "redacted_thinking");
  private static final Set<String> IMAGE_PARTS = Set.of("image_url");
  private static final Set<String> AUDIO_PARTS = Set.of("input_audio", "audio", "audio_url");
  private static final Set<String> CALLERS_TOOLS = Set.of("", "function", "custom");

  /** Searches and other work of the provider's, billed per use. */
  private static final List<String> BILLED_PER_USE =
      List.of(
          "web_search_options",
          "search_settings",
          "search_parameters",
          "compound_custom",
          "plugins",
          "audio");

  private final JsonNode body;
  private final Optional<OriginalRequest> original;

  private ForwardedBound(JsonNode body, Optional<OriginalRequest> original) {
    this.body = body;
    this.original = original;
  }

  /** The bound of a request that the caller may have written in another API. */
  static RequestBound of(JsonNode body, Optional<OriginalRequest> original) {
    return new ForwardedBound(body, original).bound();
  }

  /** The bound of an embeddings request. A provider may add an unknown field to every input. */
  static RequestBound ofEmbeddings(JsonNode body, EmbeddingInput input) {
    var added = 0L;
    for (var field : body.properties()) {
      if (!EMBEDDING_FIELDS.contains(field.getKey())) {
        added += FIELD_TOKENS + TextSize.of(field.getKey()).bytes() + tokens(field.getValue());
      }
    }
    return new RequestBound(
        input.totalBound() + added * input.inputs(),
        0,
        1,
        true,
        Optional.empty(),
        Optional.empty(),
        ServiceTier.asked(body.path(TIER).asText("")));
  }

  private RequestBound bound() {
    return new RequestBound(
        inputTokens(),
        tokens(body.path("prediction")),
        Math.max(answers("n"), answers("best_of")),
        ForwardedRequest.namesOutputLimit(body),
        firstPart(Kind.OTHER),
        unpriced(),
        ServiceTier.asked(body.path(TIER).asText("")));
  }

  private int answers(String field) {
    return Math.clamp(body.path(field).asLong(1), 1, MAX_ANSWERS);
  }

  private long inputTokens() {
    var tokens = RequestBound.CALL_TOKENS;
    for (var field : body.properties()) {
      if (!field.getKey().equals("messages")) {
        tokens += FIELD_TOKENS + TextSize.of(field.getKey()).bytes() + tokens(field.getValue());
      }
    }
    for (var explained : List.of("tools", "functions", "response_format")) {
      if (!body.path(explained).isEmpty()) {
        tokens += RequestBound.EXPLANATION_TOKENS;
      }
    }
    for (var message : body.path("messages")) {
      tokens += RequestBound.MESSAGE_TOKENS + message(message);
    }
    return tokens + encryptedReasoning();
  }

  /** Reasoning that only its provider can read, which no translation has. */
  private long encryptedReasoning() {
    JsonNode sent = original.<JsonNode>map(OriginalRequest::body).orElse(MissingNode.getInstance());
    var tokens = 0L;
    for (var item : sent.path("input")) {
      tokens += tokens(item.path("encrypted_content"));
    }
    for (var message : sent.path("messages")) {
      for (var block : message.path("content")) {
        tokens +=
            switch (block.path("type").asText("")) {
              case "redacted_thinking" -> tokens(block);
              case "thinking" -> tokens(block.path("signature"));
              default -> 0;
            };
      }
    }
    return tokens;
  }

  private static long message(JsonNode message) {
    var tokens = 0L;
    for (var field : message.properties()) {
      var parts = field.getKey().equals("content") && field.getValue().isArray();
      tokens += FIELD_TOKENS + TextSize.of(field.getKey()).bytes();
      tokens += parts ? parts(field.getValue()) : tokens(field.getValue());
    }
    return tokens;
  }

  private static long parts(JsonNode content) {
    var tokens = 0L;
    for (var part : content) {
      tokens +=
          switch (kind(part)) {
            case TEXT -> tokens(part);
            case IMAGE -> IMAGE_TOKENS;
            case AUDIO, OTHER -> 0;
          };
    }
    return tokens;
  }

  private static long tokens(JsonNode node) {
    if (node.isTextual()) {
      return TextSize.of(node.textValue()).bytes();
    }
    if (node.isNumber()) {
      return node.asText().length();
    }
    var tokens = node.isValueNode() ? CONSTANT_TOKENS : 0;
    for (var field : node.properties()) {
      tokens += FIELD_TOKENS + TextSize.of(field.getKey()).bytes() + tokens(field.getValue());
    }
    if (node.isArray()) {
      for (var element : node) {
        tokens += ELEMENT_TOKENS + tokens(element);
      }
    }
    return tokens;
  }

  private Optional<String> unpriced() {
    return original
        .flatMap(OriginalRequest::unpriced)
        .or(this::billedPerUse)
        .or(this::audioAnswer)
        .or(this::providersTool)
        .or(this::spokenBefore)
        .or(() -> firstPart(Kind.AUDIO));
  }

  private Optional<String> billedPerUse() {
    for (var field : BILLED_PER_USE) {
      if (body.hasNonNull(field)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  private Optional<String> audioAnswer() {
    for (var modality : body.path("modalities")) {
      if (!modality.asText().equals("text")) {
        return Optional.of("modalities");
      }
    }
    return Optional.empty();
  }

  /** A tool that the provider runs itself, such as Groq's {@code browser_search}. */
  private Optional<String> providersTool() {
    var tools = body.path("tools");
    if (!tools.isArray()) {
      // What it asks for is unknown.
      return tools.isMissingNode() ? Optional.empty() : Optional.of("tools");
    }
    for (var index = 0; index < tools.size(); index++) {
      if (!CALLERS_TOOLS.contains(tools.get(index).path("type").asText(""))) {
        return Optional.of("tools[%d]".formatted(index));
      }
    }
    return Optional.empty();
  }

  /** A reference to audio of an earlier answer. */
  private Optional<String> spokenBefore() {
    var messages = body.path("messages");
    for (var index = 0; index < messages.size(); index++) {
      if (messages.get(index).hasNonNull("audio")) {
        return Optional.of("messages[%d].audio".formatted(index));
      }
    }
    return Optional.empty();
  }

  private enum Kind {
    TEXT,
    IMAGE,
    AUDIO,
    /** A file, a video, or unknown. */
    OTHER
  }

  /** The path of the first content part of this kind. */
  private Optional<String> firstPart(Kind kind) {
    var messages = body.path("messages");
    for (var message = 0; message < messages.size(); message++) {
      var content = messages.get(message).path("content");
      for (var part = 0; content.isArray() && part < content.size(); part++) {
        if (kind(content.get(part)) == kind) {
          return Optional.of("messages[%d].content[%d]".formatted(message, part));
        }
      }
    }
    return Optional.empty();
  }

  private static Kind kind(JsonNode part) {
    var type = part.path("type").asText("");
    if (TEXT_PARTS.contains(type)) {
      return Kind.TEXT;
    }
    if (IMAGE_PARTS.contains(type)) {
      return Kind.IMAGE;
    }
    return AUDIO_PARTS.contains(type) ? Kind.AUDIO : Kind.OTHER;
  }
}
