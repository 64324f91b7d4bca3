package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Thinking blocks that were made from the reasoning of another provider. Callers send them back
 * with the conversation, and Claude refuses them, because only its own have a valid signature.
 */
final class OwnThinking {

  /** The signature of such a block. */
  static final String SIGNATURE = "ziggurat";

  private OwnThinking() {}

  /** Removes them from a request, and messages that had nothing else. */
  static void removeFrom(ObjectNode body) {
    if (!(body.path("messages") instanceof ArrayNode messages)) {
      return;
    }
    for (var position = messages.size() - 1; position >= 0; position--) {
      if (messages.get(position).path("content") instanceof ArrayNode content && has(content)) {
        var kept = content.arrayNode();
        content.forEach(
            block -> {
              if (!isOwn(block)) {
                kept.add(block);
              }
            });
        if (kept.isEmpty()) {
          messages.remove(position);
        } else {
          ((ObjectNode) messages.get(position)).set("content", kept);
        }
      }
    }
  }

  private static boolean has(ArrayNode content) {
    for (var block : content) {
      if (isOwn(block)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOwn(JsonNode block) {
    return block.path("type").asText().equals("thinking")
        && block.path("signature").asText().equals(SIGNATURE);
  }
}
