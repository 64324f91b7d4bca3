package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import java.util.List;
import java.util.Set;

/** Translates the content of messages and tool outputs to parts of chat completions. */
final class ContentParts {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> DETAILS = Set.of("low", "high");
  private static final List<String> FILE_FIELDS = List.of("file_id", "file_data", "filename");

  private ContentParts() {}

  /**
   * The content of a chat message: a text, or a list of parts.
   *
   * @param path of the content in the request, for errors
   * @throws GatewayRefusal naming the part that is invalid or not supported
   */
  static JsonNode of(JsonNode content, String path) {
    if (content.isTextual()) {
      return content;
    }
    var parts = parts(content, path);
    return parts.size() == 1 && parts.get(0).path("type").asText().equals("text")
        ? parts.get(0).path("text")
        : parts;
  }

  /** The same, always as parts. */
  static ArrayNode parts(JsonNode content, String path) {
    var parts = NODES.arrayNode();
    if (content.isTextual()) {
      parts.add(text(content.textValue()));
      return parts;
    }
    if (!content.isArray()) {
      throw GatewayRefusal.invalid(path, path + " must be a text or a list of parts");
    }
    for (var index = 0; index < content.size(); index++) {
      parts.add(part(content.get(index), path + '[' + index + ']'));
    }
    return parts;
  }

  static ObjectNode text(String text) {
    return NODES.objectNode().put("type", "text").put("text", text);
  }

  private static ObjectNode part(JsonNode part, String path) {
    return switch (part.path("type").asText("")) {
      case "input_text", "output_text", "text", "summary_text", "reasoning_text" -> {
        if (!part.path("text").isTextual()) {
          throw GatewayRefusal.invalid(path + ".text", path + ".text must be a text");
        }
        yield text(part.path("text").textValue());
      }
      case "refusal" ->
          NODES.objectNode().put("type", "refusal").put("refusal", part.path("refusal").asText(""));
      case "input_image" -> image(part, path);
      case "input_file" -> file(part, path);
      case "input_audio" ->
          NODES
              .objectNode()
              .put("type", "input_audio")
              .set("input_audio", part.path("input_audio"));
      default ->
          throw GatewayRefusal.invalid(
              path + ".type",
              "%s.type must be input_text, input_image, input_file, input_audio, output_text or refusal"
                  .formatted(path));
    };
  }

  private static ObjectNode image(JsonNode part, String path) {
    if (part.hasNonNull("file_id")) {
      throw UnservedParameters.refusal(
          path + ".file_id", "images by file_id are not served: send image_url");
    }
    if (!part.path("image_url").isTextual()) {
      throw GatewayRefusal.invalid(
          path + ".image_url", path + ".image_url must be an address or a data URL");
    }
    var image = NODES.objectNode().put("type", "image_url");
    var address = image.putObject("image_url").put("url", part.path("image_url").textValue());
    var detail = part.path("detail").asText("auto");
    if (DETAILS.contains(detail)) {
      address.put("detail", detail);
    }
    return image;
  }

  private static ObjectNode file(JsonNode part, String path) {
    if (part.hasNonNull("file_url")) {
      throw UnservedParameters.refusal(
          path + ".file_url", "files by address are not served: send file_data");
    }
    var file = NODES.objectNode().put("type", "file");
    var written = file.putObject("file");
    FILE_FIELDS.stream()
        .filter(part::hasNonNull)
        .forEach(field -> written.set(field, part.path(field)));
    if (!written.has("file_id") && !written.has("file_data")) {
      throw GatewayRefusal.invalid(path + ".file_data", path + " must have file_data or file_id");
    }
    return file;
  }
}
