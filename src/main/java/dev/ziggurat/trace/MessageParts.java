package dev.ziggurat.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * Converts messages of OpenAI's format to the parts of the GenAI conventions. Inline images, sounds
 * and files are replaced by a part {@code omitted}.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/semantic-conventions-genai/tree/main/model/gen-ai">
 *     The JSON schemas of messages</a>
 */
final class MessageParts {

  /** Longer texts are truncated, because spans are buffered in memory. */
  static final int MAX_TEXT = 32_768;

  private static final Set<String> RESULTS = Set.of("tool", "function");

  private final ObjectMapper json;

  MessageParts(ObjectMapper json) {
    this.json = json;
  }

  /** The parts of a message: reasoning, content and tool calls, or the result of a tool call. */
  ArrayNode of(JsonNode message) {
    var parts = JsonNodeFactory.instance.arrayNode();
    if (RESULTS.contains(message.path("role").asText())) {
      addResult(parts, message);
      return parts;
    }
    for (var reasoning : List.of("reasoning_content", "reasoning")) {
      if (parts.isEmpty()) {
        addText(parts, "reasoning", message.path(reasoning).asText(""));
      }
    }
    addContent(parts, message.path("content"));
    addText(parts, "text", message.path("refusal").asText(""));
    addText(parts, "text", message.path("audio").path("transcript").asText(""));
    for (var call : message.path("tool_calls")) {
      addCall(parts, call.path("id"), call.path("function"));
    }
    if (message.path("function_call").isObject()) {
      addCall(parts, message.path("function_call").path("id"), message.path("function_call"));
    }
    return parts;
  }

  private static void addResult(ArrayNode parts, JsonNode message) {
    var id = message.path("tool_call_id").textValue();
    var result = parts.addObject().put("type", "tool_call_response");
    result.put("id", id == null ? message.path("name").textValue() : id);
    result.put("response", truncated(text(message.path("content"))));
  }

  /** The texts of a content, one per line. */
  static String text(JsonNode content) {
    var text = new StringBuilder(content.asText(""));
    for (var part : content) {
      text.append(text.isEmpty() ? "" : "\n").append(part.path("text").asText(""));
    }
    return text.toString();
  }

  private static void addContent(ArrayNode parts, JsonNode content) {
    addText(parts, "text", content.asText(""));
    for (var part : content) {
      switch (part.path("type").asText()) {
        case "text" -> addText(parts, "text", part.path("text").asText(""));
        case "refusal" -> addText(parts, "text", part.path("refusal").asText(""));
        case "image_url" -> addMedia(parts, "image", part.path("image_url"));
        case "video_url" -> addMedia(parts, "video", part.path("video_url"));
        case "input_audio" -> addOmitted(parts, "audio", "");
        case "file" -> addFile(parts, part.path("file"));
        default -> addOmitted(parts, part.path("type").asText(), "");
      }
    }
  }

  private static void addMedia(ArrayNode parts, String modality, JsonNode media) {
    var address = media.isTextual() ? media.textValue() : media.path("url").asText("");
    if (address.startsWith("data:")) {
      var end = address.indexOf(';');
      addOmitted(parts, modality, end < 0 || end > 100 ? "" : address.substring(5, end));
    } else {
      var part = parts.addObject().put("type", "uri").put("modality", modality);
      part.put("uri", truncated(address));
    }
  }

  private static void addFile(ArrayNode parts, JsonNode file) {
    if (file.path("file_id").isTextual()) {
      var part = parts.addObject().put("type", "file").put("modality", "document");
      part.put("file_id", truncated(file.path("file_id").textValue()));
    } else {
      addOmitted(parts, "document", "");
    }
  }

  private static void addOmitted(ArrayNode parts, String modality, String mimeType) {
    var part = parts.addObject().put("type", "omitted").put("modality", truncated(modality));
    if (!mimeType.isEmpty()) {
      part.put("mime_type", mimeType);
    }
  }

  private void addCall(ArrayNode parts, JsonNode id, JsonNode function) {
    var part = parts.addObject().put("type", "tool_call");
    part.put("id", id.textValue());
    part.put("name", truncated(function.path("name").asText("")));
    part.set("arguments", arguments(function.path("arguments")));
  }

  /** The JSON object that a model wrote; its text if it is none, or too long; empty for nothing. */
  private JsonNode arguments(JsonNode written) {
    var text = written.isTextual() ? written.textValue() : written.toString();
    if (text.isBlank()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (text.length() <= MAX_TEXT) {
      try {
        if (json.readTree(text) instanceof ObjectNode object) {
          return object;
        }
      } catch (JsonProcessingException malformed) {
        // Shown as it is.
      }
    }
    return JsonNodeFactory.instance.textNode(truncated(text));
  }

  static void addText(ArrayNode parts, String type, String text) {
    if (!text.isEmpty()) {
      parts.addObject().put("type", type).put("content", truncated(text));
    }
  }

  /** The text, cut to {@link #MAX_TEXT} characters. */
  private static String truncated(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
    return text.substring(0, end) + "…";
  }
}
