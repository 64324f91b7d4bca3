package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.ToolMessageOrder;
import java.util.ArrayList;

/**
 * Translates {@code system} and {@code messages} to the messages of chat completions. A user's tool
 * results become tool messages, before the rest of what the user says; images in them follow as the
 * user's, because a tool message has only text.
 */
final class ConversationTranslation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Untranslatable untranslatable;
  private final BlockTranslation blocks;
  private final ArrayNode written = NODES.arrayNode();

  private ConversationTranslation(Untranslatable untranslatable) {
    this.untranslatable = untranslatable;
    this.blocks = new BlockTranslation(untranslatable);
  }

  /**
   * The messages of chat completions.
   *
   * @throws GatewayRefusal naming a field that is invalid
   */
  static ArrayNode of(JsonNode system, JsonNode messages, Untranslatable untranslatable) {
    var translation = new ConversationTranslation(untranslatable);
    translation.system("system", system);
    if (!messages.isArray() || messages.isEmpty()) {
      throw invalid("messages", "must be a list of at least one message");
    }
    for (var number = 0; number < messages.size(); number++) {
      translation.add("messages." + number, messages.get(number));
    }
    return ToolMessageOrder.of(translation.written);
  }

  private static GatewayRefusal invalid(String place, String message) {
    return GatewayRefusal.invalid(place, place + ": " + message);
  }

  private void system(String place, JsonNode content) {
    var instructions = new ArrayList<String>();
    for (var text : texts(place, content)) {
      if (!text.isBlank()) {
        instructions.add(text);
      }
    }
    if (!instructions.isEmpty()) {
      message("system").put("content", String.join("\n\n", instructions));
    }
  }

  private static Iterable<String> texts(String place, JsonNode content) {
    var texts = new ArrayList<String>();
    if (content.isTextual()) {
      texts.add(content.textValue());
    } else if (content.isArray()) {
      for (var number = 0; number < content.size(); number++) {
        if (!content.get(number).path("text").isTextual()) {
          throw invalid("%s.%d".formatted(place, number), "must be a text block");
        }
        texts.add(content.get(number).path("text").textValue());
      }
    } else if (!content.isMissingNode() && !content.isNull()) {
      throw invalid(place, "must be a text or a list of text blocks");
    }
    return texts;
  }

  private void add(String place, JsonNode message) {
    var content = message.path("content");
    if (!content.isTextual() && !content.isArray()) {
      throw invalid(place + ".content", "must be a text or a list of content blocks");
    }
    switch (message.path("role").asText()) {
      case "user" -> user(place, content);
      case "assistant" -> assistant(place, content);
      case "system" -> system(place, content);
      default -> throw invalid(place + ".role", "must be user or assistant");
    }
  }

  private ObjectNode message(String role) {
    return written.addObject().put("role", role);
  }

  private void user(String place, JsonNode content) {
    if (content.isTextual()) {
      message("user").set("content", content);
      return;
    }
    var parts = NODES.arrayNode();
    var results = 0;
    for (var number = 0; number < content.size(); number++) {
      var block = content.get(number);
      var blockPlace = place + ".content." + number;
      if (block.path("type").asText().equals("tool_result")) {
        result(blockPlace, block, parts);
        results++;
      } else {
        blocks.add(blockPlace, block, parts);
      }
    }
    if (!parts.isEmpty() || results == 0) {
      message("user").set("content", simplified(parts));
    }
  }

  /** One text as a string, which every provider takes. */
  private static JsonNode simplified(ArrayNode parts) {
    if (parts.isEmpty()) {
      return NODES.textNode("");
    }
    return parts.size() == 1 && parts.get(0).has("text") ? parts.get(0).path("text") : parts;
  }

  private void result(String place, JsonNode block, ArrayNode parts) {
    var id = block.path("tool_use_id").asText("");
    var texts = new ArrayList<String>();
    var content = block.path("content");
    if (content.isTextual()) {
      texts.add(content.textValue());
    } else if (!content.isArray() && !content.isMissingNode() && !content.isNull()) {
      throw invalid(place + ".content", "must be a text or a list of content blocks");
    }
    var others = NODES.arrayNode();
    for (var number = 0; content.isArray() && number < content.size(); number++) {
      blocks.add(place + ".content." + number, content.get(number), others);
    }
    var shown = NODES.arrayNode();
    for (var part : others) {
      if (part.has("text")) {
        texts.add(part.path("text").asText());
      } else {
        shown.add(part);
      }
    }
    if (!shown.isEmpty()) {
      BlockTranslation.addText("In the result of the tool call %s:".formatted(id), parts);
      parts.addAll(shown);
    }
    var text = String.join("\n", texts);
    message("tool")
        .put("tool_call_id", id)
        .put("content", block.path("is_error").asBoolean(false) ? "Error: " + text : text);
  }

  private void assistant(String place, JsonNode content) {
    if (content.isTextual()) {
      message("assistant").set("content", content);
      return;
    }
    var text = new StringBuilder();
    var thinking = new StringBuilder();
    var calls = NODES.arrayNode();
    for (var number = 0; number < content.size(); number++) {
      var block = content.get(number);
      switch (block.path("type").asText()) {
        case "text" -> text.append(block.path("text").asText(""));
        case "thinking" -> thinking.append(block.path("thinking").asText(""));
        case "redacted_thinking" -> {
          // Only Claude can read it.
        }
        case "tool_use" -> calls.add(call(block));
        default -> {
          // For its size, and for guardrails.
          text.append(block);
          untranslatable.add(
              place + ".content." + number,
              "a content block of type `%s`".formatted(block.path("type").asText()));
        }
      }
    }
    var message = message("assistant");
    if (!text.isEmpty() || calls.isEmpty()) {
      message.put("content", text.toString());
    }
    if (!thinking.isEmpty()) {
      message.put("reasoning", thinking.toString());
    }
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
  }

  private static ObjectNode call(JsonNode block) {
    var call = NODES.objectNode().put("id", block.path("id").asText("")).put("type", "function");
    call.putObject("function")
        .put("name", block.path("name").asText(""))
        .put("arguments", block.path("input").isObject() ? block.path("input").toString() : "{}");
    return call;
  }
}
