package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.gateway.GatewayRefusal;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What a request refers to: earlier responses, and items of them. */
@Singleton
class Conversations {

  private static final String PREVIOUS = "previous_response_id";

  private final KeptResponses kept;

  Conversations(KeptResponses kept) {
    this.kept = kept;
  }

  /**
   * The conversation so far.
   *
   * @param last its last response
   * @param items those of its requests and responses, in order
   */
  record Earlier(UUID last, ArrayNode items) {}

  /**
   * The conversation up to a response.
   *
   * @throws GatewayRefusal when there is no such response, or one before it is not there any more
   */
  Earlier upTo(UUID owner, String response) {
    var last = ResponseIds.call(response).orElseThrow(() -> notFound(response));
    var turns =
        asked(() -> kept.conversation(owner, last))
            .orElseThrow(
                () ->
                    GatewayRefusal.invalid(
                        PREVIOUS,
                        "The conversation up to '%s' is too long: begin a new one with the items that are needed."
                            .formatted(response)));
    if (turns.isEmpty()) {
      throw notFound(response);
    }
    turns
        .getFirst()
        .previous()
        .ifPresent(
            missing -> {
              throw GatewayRefusal.notFound(
                  PREVIOUS,
                  "The response '%s', which '%s' continues, was deleted or has expired."
                      .formatted(ResponseIds.response(missing), response));
            });
    var items = JsonNodeFactory.instance.arrayNode();
    for (var turn : turns) {
      turn.input().forEach(items::add);
      turn.output().forEach(items::add);
    }
    return new Earlier(last, items);
  }

  /**
   * The items, those in place of the references that they have.
   *
   * @throws GatewayRefusal when there is no such item
   */
  ArrayNode resolved(UUID owner, ArrayNode items) {
    var referred = new LinkedHashSet<UUID>();
    for (var item : items) {
      if (isReference(item)) {
        ResponseIds.callOfItem(item.path("id").asText()).ifPresent(referred::add);
      }
    }
    var turns = new HashMap<UUID, StoredTurn>();
    if (!referred.isEmpty()) {
      asked(() -> kept.findAll(owner, referred)).forEach(turn -> turns.put(turn.id(), turn));
    }
    var resolved = JsonNodeFactory.instance.arrayNode();
    for (var index = 0; index < items.size(); index++) {
      var item = items.get(index);
      resolved.add(isReference(item) ? item(turns, item.path("id").asText(), index) : item);
    }
    return resolved;
  }

  private static JsonNode item(Map<UUID, StoredTurn> turns, String id, int index) {
    return ResponseIds.callOfItem(id)
        .map(turns::get)
        .flatMap(turn -> turn.item(id))
        .orElseThrow(
            () ->
                GatewayRefusal.notFound(
                    "input[%d].id".formatted(index),
                    "Item with id '%s' not found. Items are kept only of responses with store."
                        .formatted(id)));
  }

  /** The type may be missing: a message has a role. */
  private static boolean isReference(JsonNode item) {
    return item.path("type").asText().equals("item_reference")
        || !item.hasNonNull("type") && !item.has("role") && item.path("id").isTextual();
  }

  private static GatewayRefusal notFound(String response) {
    return GatewayRefusal.noResponse(
        "Previous response with id '%s' not found.".formatted(response));
  }

  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (DatabaseException away) {
      throw GatewayRefusal.away("Responses cannot be looked up", away);
    }
  }
}
