package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.guarded.RequestMask;
import java.util.Optional;
import java.util.UUID;

/**
 * What is kept with a response once it is there.
 *
 * @param owner the key that makes it
 * @param previous the response that it continues
 * @param items the items of its request
 */
record KeptInput(
    ResponseStore store,
    ResponseQueue queue,
    UUID owner,
    Optional<UUID> previous,
    ArrayNode items) {

  /** The same with masked texts. */
  KeptInput masked(RequestMask mask) {
    return new KeptInput(store, queue, owner, previous, mask.of(items));
  }

  /**
   * Keeps the response.
   *
   * @return false if it is not kept: it is too large, too many wait for the database, or nothing is
   *     kept at all
   */
  boolean keep(UUID call, ObjectNode response) {
    return store
        .row(owner, new StoredTurn(call, previous, response, identified(call)))
        .map(queue::add)
        .orElse(false);
  }

  /** Every item gets an id, by which it can be referred to. */
  private ArrayNode identified(UUID call) {
    var identified = JsonNodeFactory.instance.arrayNode();
    var index = 0;
    for (var item : items) {
      identified.add(identified(item, call, index++));
    }
    return identified;
  }

  private static JsonNode identified(JsonNode item, UUID call, int index) {
    if (item.path("id").isTextual()) {
      return item;
    }
    var type = item.path("type").asText("message");
    var prefix =
        switch (type) {
          case "message" -> "msg";
          case "reasoning" -> "rs";
          case "function_call" -> "fc";
          case "custom_tool_call" -> "ctc";
          case "custom_tool_call_output" -> "ctco";
          default -> "fco";
        };
    var named =
        JsonNodeFactory.instance.objectNode().put("id", ResponseIds.input(prefix, call, index));
    named.put("type", type);
    if (!type.equals("reasoning")) {
      named.put("status", "completed");
    }
    for (var field : item.properties()) {
      // SDKs write null for what an item does not have.
      if (!field.getValue().isNull() || !named.has(field.getKey())) {
        named.set(field.getKey(), field.getValue());
      }
    }
    return named;
  }
}
