package dev.ziggurat.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks messages as strict readers do, by the published JSON schemas of the GenAI conventions
 * (gen-ai-input-messages, gen-ai-output-messages, gen-ai-system-instructions,
 * gen-ai-tool-definitions; v1.41).
 */
final class GenAiMessages {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The required texts of each type of part, besides its type. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "text", List.of("content"),
          "reasoning", List.of("content"),
          "tool_call", List.of("name"),
          "tool_call_response", List.of("response"),
          "uri", List.of("modality", "uri"),
          "file", List.of("modality", "file_id"),
          "blob", List.of("modality", "content"));

  private GenAiMessages() {}

  static List<JsonNode> input(String attribute) {
    var messages = array(attribute);
    messages.forEach(GenAiMessages::isMessage);
    return messages;
  }

  static List<JsonNode> output(String attribute) {
    var messages = array(attribute);
    for (var message : messages) {
      isMessage(message);
      hasText(message, "finish_reason");
    }
    return messages;
  }

  static List<JsonNode> instructions(String attribute) {
    var parts = array(attribute);
    parts.forEach(GenAiMessages::isPart);
    return parts;
  }

  static List<JsonNode> tools(String attribute) {
    var tools = array(attribute);
    for (var tool : tools) {
      hasText(tool, "type");
      hasText(tool, "name");
    }
    return tools;
  }

  private static List<JsonNode> array(String attribute) {
    try {
      var array = JSON.readTree(attribute);
      assertThat(array.getNodeType()).as(attribute).isEqualTo(JsonNodeType.ARRAY);
      var elements = new ArrayList<JsonNode>();
      array.forEach(elements::add);
      return elements;
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(attribute, malformed);
    }
  }

  private static void isMessage(JsonNode message) {
    hasText(message, "role");
    assertThat(message.path("parts").isArray()).as("parts of %s", message).isTrue();
    message.path("parts").forEach(GenAiMessages::isPart);
  }

  private static void isPart(JsonNode part) {
    hasText(part, "type");
    REQUIRED
        .getOrDefault(part.path("type").textValue(), List.of())
        .forEach(name -> hasText(part, name));
    if (part.has("id")) {
      assertThat(part.get("id").isTextual() || part.get("id").isNull()).as("%s", part).isTrue();
    }
  }

  private static void hasText(JsonNode object, String name) {
    assertThat(object.path(name).isTextual()).as("%s of %s", name, object).isTrue();
  }
}
