package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.OriginalRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import java.util.List;
import java.util.Map;

/**
 * Writes the request as its caller wrote it, for a provider that speaks the API itself. It keeps
 * nothing there: earlier turns come before the input, with the reasoning that only the provider can
 * read.
 */
final class PassedInput {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String INCLUDE = "include";
  private static final String ENCRYPTED_REASONING = "reasoning.encrypted_content";

  /** Fields of ours, and what only the response repeats. */
  private static final List<String> OWN =
      List.of("project", "fallback", "previous_response_id", "metadata");

  private PassedInput() {}

  /**
   * The request.
   *
   * @param source as its caller wrote it
   * @param items the whole conversation
   * @param stored whether the response is kept, so that it can be continued
   */
  static OriginalRequest of(ObjectNode source, ArrayNode items, boolean stored) {
    var body = NODES.objectNode();
    body.setAll(source);
    body.remove(OWN);
    body.put("store", false);
    body.set("input", passed(items));
    if (stored) {
      includeReasoning(body);
    }
    return new OriginalRequest(Api.RESPONSES, body, Map.of());
  }

  private static void includeReasoning(ObjectNode body) {
    var included = NODES.arrayNode();
    for (var name : body.path(INCLUDE)) {
      if (!name.asText().equals(ENCRYPTED_REASONING)) {
        included.add(name);
      }
    }
    body.set(INCLUDE, included.add(ENCRYPTED_REASONING));
  }

  private static ArrayNode passed(ArrayNode items) {
    var passed = NODES.arrayNode();
    for (var item : items) {
      if (!isUnreadableReasoning(item)) {
        passed.add(
            ResponseIds.isOurs(item.path("id").asText()) ? unnamed((ObjectNode) item) : item);
      }
    }
    return passed;
  }

  /** Of another provider, or kept by nobody. */
  private static boolean isUnreadableReasoning(JsonNode item) {
    return item.path("type").asText().equals("reasoning") && !item.hasNonNull("encrypted_content");
  }

  /** The provider knows no item by an id of ours. */
  private static ObjectNode unnamed(ObjectNode item) {
    var unnamed = NODES.objectNode();
    unnamed.setAll(item);
    unnamed.remove("id");
    if (item.path("type").asText().startsWith("custom_tool_call")) {
      // These have none where they are input.
      unnamed.remove("status");
    }
    return unnamed;
  }
}
