package dev.ziggurat.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  private RequestBound bound() {
    return new RequestBound(
        inputTokens(),
        tokens(body.path("prediction")),
        Math.max(answers("n"), answers("best_of")),
        ForwardedRequest.namesOutputLimit(body),
        parts().filter(part -> part.kind() == Kind.OTHER).map(Part::path).findFirst(),
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
    var tokens = 0L;
    for (var item :
        original
            .map(OriginalRequest::body)
            .map(each -> each.path("input"))
            .orElse(MissingNode.getInstance())) {
      tokens += tokens(item.path("encrypted_content"));
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
    return Stream.of(
            original.flatMap(OriginalRequest::unpriced).stream(),
            BILLED_PER_USE.stream().filter(body::hasNonNull),
            hasAudioAnswer() ? Stream.of("modalities") : Stream.<String>empty(),
            providersTools(),
            spokenBefore(),
            parts().filter(part -> part.kind() == Kind.AUDIO).map(Part::path))
        .flatMap(paths -> paths)
        .findFirst();
  }

  private boolean hasAudioAnswer() {
    for (var modality : body.path("modalities")) {
      if (!modality.asText().equals("text")) {
        return true;
      }
    }
    return false;
  }

  /** Tools that the provider runs itself, such as Groq's {@code browser_search}. */
  private Stream<String> providersTools() {
    var tools = body.path("tools");
    if (!tools.isArray()) {
      // What it asks for is unknown.
      return tools.isMissingNode() ? Stream.empty() : Stream.of("tools");
    }
    return IntStream.range(0, tools.size())
        .filter(index -> !CALLERS_TOOLS.contains(tools.get(index).path("type").asText("")))
        .mapToObj("tools[%d]"::formatted);
  }

  /** References to audio of earlier answers. */
  private Stream<String> spokenBefore() {
    var messages = body.path("messages");
    return IntStream.range(0, messages.size())
        .filter(index -> messages.get(index).hasNonNull("audio"))
        .mapToObj("messages[%d].audio"::formatted);
  }

  private enum Kind {
    TEXT,
    IMAGE,
    AUDIO,
    /** A file, a video, or unknown. */
    OTHER
  }

  private record Part(String path, Kind kind) {}

  private Stream<Part> parts() {
    var messages = body.path("messages");
    return IntStream.range(0, messages.size())
        .boxed()
        .flatMap(
            message -> {
              var content = messages.get(message).path("content");
              return content.isArray()
                  ? IntStream.range(0, content.size())
                      .mapToObj(
                          part ->
                              new Part(
                                  "messages[%d].content[%d]".formatted(message, part),
                                  kind(content.get(part))))
                  : Stream.empty();
            });
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
