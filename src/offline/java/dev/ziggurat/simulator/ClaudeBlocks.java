package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Validates the content blocks of a Messages request. */
final class ClaudeBlocks {

  private static final Set<String> IMAGES =
      Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private static final int MAX_USER_ID = 256;

  private final RequestFields fields;

  ClaudeBlocks(RequestFields fields) {
    this.fields = fields;
  }

  void check() throws ProviderRefusal {
    var number = 0;
    for (var message : fields.body().path("messages")) {
      var place = "messages." + number++;
      var content = message.path("content");
      if (content.isTextual() ? content.textValue().isEmpty() : content.isEmpty()) {
        throw fields.wrong(place, "all messages must have non-empty content");
      }
      check(place, content);
    }
    check("system", fields.body().path("system"));
    var user = fields.body().at("/metadata/user_id").asText("");
    if (user.contains("@")) {
      throw fields.wrong("metadata.user_id", "user_id appears to contain an email address");
    }
    if (user.length() > MAX_USER_ID) {
      throw fields.wrong("metadata.user_id", "String should have at most 256 characters");
    }
  }

  private void check(String place, JsonNode blocks) throws ProviderRefusal {
    if (blocks.isTextual() && blocks.textValue().isBlank()) {
      throw fields.wrong(place, "text content blocks must contain non-whitespace text");
    }
    for (var block : blocks) {
      switch (block.path("type").asText()) {
        case "text" -> {
          if (block.path("text").asText().isEmpty()) {
            throw fields.wrong(place, "text content blocks must be non-empty");
          }
          if (block.path("text").asText().isBlank()) {
            throw fields.wrong(place, "text content blocks must contain non-whitespace text");
          }
        }
        case "image" -> image(place, block.path("source"));
        case "tool_result" -> {
          if (block.path("content").isArray()) {
            check(place, block.path("content"));
          }
        }
        case "tool_use", "thinking", "redacted_thinking", "document" -> {
          // Checked elsewhere, or not at all.
        }
        default ->
            throw fields.wrong(
                place + ".content", "Input tag '" + block.path("type").asText() + "' is unknown");
      }
    }
  }

  private void image(String place, JsonNode source) throws ProviderRefusal {
    var sound =
        switch (source.path("type").asText()) {
          case "base64" ->
              IMAGES.contains(source.path("media_type").asText())
                  && source.path("data").asText().matches("[A-Za-z0-9+/]+={0,2}");
          case "url" -> source.path("url").asText().startsWith("https://");
          default -> false;
        };
    if (!sound) {
      throw fields.wrong(place + ".content.image.source", "Input should be a valid image source");
    }
  }
}
