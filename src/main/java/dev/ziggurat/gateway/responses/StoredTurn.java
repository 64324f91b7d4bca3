package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;

/**
 * A kept response.
 *
 * @param previous the response that it continued
 * @param response the response object
 * @param input the items that its request had in {@code input}
 */
record StoredTurn(UUID id, Optional<UUID> previous, JsonNode response, JsonNode input) {

  /** The items that the model made. */
  JsonNode output() {
    return response.path("output");
  }

  /** The item with this id, of the input or of the output. */
  Optional<JsonNode> item(String id) {
    for (var items : new JsonNode[] {output(), input}) {
      for (var item : items) {
        if (item.path("id").asText().equals(id)) {
          return Optional.of(item);
        }
      }
    }
    return Optional.empty();
  }
}
