package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/** Translates content blocks of a user, or of a tool's result, to parts of chat completions. */
final class BlockTranslation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Untranslatable untranslatable;

  BlockTranslation(Untranslatable untranslatable) {
    this.untranslatable = untranslatable;
  }

  /** Adds the parts of one block. */
  void add(String place, JsonNode block, ArrayNode parts) {
    switch (block.path("type").asText()) {
      case "text" -> addText(block.path("text").asText(""), parts);
      case "image" -> image(place, block.path("source"), parts);
      case "document" -> document(place, block, parts);
      case "search_result" -> {
        var text = new StringBuilder();
        for (var field : new String[] {"title", "source"}) {
          addLine(block.path(field).asText(""), text);
        }
        block.path("content").forEach(each -> addLine(each.path("text").asText(""), text));
        addText(text.toString(), parts);
      }
      default -> {
        // For its size, and for guardrails.
        addText(block.toString(), parts);
        untranslatable.add(
            place, "a content block of type `%s`".formatted(block.path("type").asText()));
      }
    }
  }

  private void image(String place, JsonNode source, ArrayNode parts) {
    switch (source.path("type").asText()) {
      case "base64" -> addImage(data(source, "image/png"), parts);
      case "url" -> addImage(source.path("url").asText(), parts);
      default -> {
        // For its size only.
        addImage("", parts);
        untranslatable.add(place, "an image by the id of a file");
      }
    }
  }

  private void document(String place, JsonNode block, ArrayNode parts) {
    var source = block.path("source");
    var headings = new ArrayList<String>();
    for (var field : new String[] {"title", "context"}) {
      if (!block.path(field).asText("").isBlank()) {
        headings.add(block.path(field).asText());
      }
    }
    switch (source.path("type").asText()) {
      case "text" -> {
        headings.add(source.path("data").asText(""));
        addText(String.join("\n", headings), parts);
      }
      case "content" -> {
        addText(String.join("\n", headings), parts);
        if (source.path("content").isTextual()) {
          addText(source.path("content").textValue(), parts);
        }
        source.path("content").forEach(each -> add(place, each, parts));
      }
      case "base64" ->
          parts
              .addObject()
              .put("type", "file")
              .putObject("file")
              .put("filename", block.path("title").asText("document.pdf"))
              .put("file_data", data(source, "application/pdf"));
      default -> {
        // Counted like a file, whose tokens nothing bounds but the context window.
        parts.addObject().put("type", "file");
        untranslatable.add(place, "a document by its address or the id of a file");
      }
    }
  }

  private static String data(JsonNode source, String otherwise) {
    return "data:%s;base64,%s"
        .formatted(source.path("media_type").asText(otherwise), source.path("data").asText(""));
  }

  private static void addImage(String address, ArrayNode parts) {
    parts.addObject().put("type", "image_url").putObject("image_url").put("url", address);
  }

  private static void addLine(String line, StringBuilder text) {
    if (!line.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(line);
    }
  }

  /** Adds a text; some providers refuse empty ones. */
  static void addText(String text, ArrayNode parts) {
    if (!text.isEmpty()) {
      parts.add(text(text));
    }
  }

  private static ObjectNode text(String text) {
    return NODES.objectNode().put("type", "text").put("text", text);
  }
}
