package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;

/**
 * A page of a list of items, as OpenAI has it.
 *
 * @param after id of the item before the first one
 * @param limit the most items
 * @param ascending whether the oldest comes first
 */
record InputItemsPage(Optional<String> after, int limit, boolean ascending) {

  private static final int USUAL = 20;
  private static final int MOST = 100;

  /**
   * Reads the query parameters.
   *
   * @throws GatewayRefusal naming the invalid one
   */
  static InputItemsPage of(Optional<String> after, Optional<String> limit, Optional<String> order) {
    var most = limit.orElse(Integer.toString(USUAL));
    if (!most.matches("[1-9]\\d?|" + MOST)) {
      throw GatewayRefusal.invalid("limit", "limit must be a whole number from 1 to " + MOST);
    }
    return new InputItemsPage(
        after,
        Integer.parseInt(most),
        switch (order.orElse("desc")) {
          case "asc" -> true;
          case "desc" -> false;
          default -> throw GatewayRefusal.invalid("order", "order must be asc or desc");
        });
  }

  /** The page of these items. */
  ObjectNode list(JsonNode items) {
    var all = new ArrayList<JsonNode>();
    items.forEach(item -> all.add(shown(item)));
    if (!ascending) {
      Collections.reverse(all);
    }
    var ids = all.stream().map(item -> item.path("id").asText()).toList();
    var from = after.map(id -> 1 + found(ids.indexOf(id))).orElse(0);
    var to = Math.min(all.size(), from + limit);
    var page = JsonNodeFactory.instance.objectNode().put("object", "list");
    page.putArray("data").addAll(all.subList(from, to));
    page.put("first_id", from < to ? ids.get(from) : null);
    page.put("last_id", from < to ? ids.get(to - 1) : null);
    return page.put("has_more", to < all.size());
  }

  /** With its content as a list of parts, as OpenAI shows it; callers may send a text. */
  private static JsonNode shown(JsonNode item) {
    if (!item.path("content").isTextual()) {
      return item;
    }
    var shown = ((ObjectNode) item).deepCopy();
    var said = item.path("role").asText().equals("assistant");
    var part =
        shown
            .putArray("content")
            .addObject()
            .put("type", said ? "output_text" : "input_text")
            .put("text", item.path("content").textValue());
    if (said) {
      part.putArray("annotations");
      part.putArray("logprobs");
    }
    return shown;
  }

  private static int found(int index) {
    if (index < 0) {
      throw GatewayRefusal.invalid("after", "after must be the id of an item of this list");
    }
    return index;
  }
}
