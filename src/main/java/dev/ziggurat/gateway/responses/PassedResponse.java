package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnsweredCall;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Passes on a response, or the events about it, of a provider that speaks the API itself. The ids
 * of the response and of its items become ours, and parameters are those that the caller sent; all
 * else stays as it came.
 */
final class PassedResponse {

  private static final String OUTPUT_INDEX = "output_index";
  private static final String ITEM_ID = "item_id";
  private static final String ADDED = "response.output_item.added";
  private static final String DONE = "response.output_item.done";

  private final ObjectReader json;
  private final ResponseParameters parameters;
  private final ResponseEvents events;
  private final AnsweredCall call;
  private final Map<Integer, PassedItem> open = new TreeMap<>();
  private final Map<Integer, JsonNode> done = new TreeMap<>();
  private Optional<ObjectNode> whole = Optional.empty();

  PassedResponse(
      ObjectReader json, ResponseParameters parameters, ResponseEvents events, AnsweredCall call) {
    this.json = json;
    this.parameters = parameters;
    this.events = events;
    this.call = call;
  }

  /** Reads the response, or the next event; the last one is not written. */
  void add(String original) {
    var read = tree(original);
    if (read.path("object").asText().equals("response")) {
      whole = Optional.of(owned(read));
    } else {
      event(read.path("type").asText(), read);
    }
  }

  private ObjectNode tree(String original) {
    try {
      return (ObjectNode) json.readTree(original);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void event(String type, ObjectNode event) {
    if (event.path("response") instanceof ObjectNode response) {
      owned(response);
      if (type.equals("response.completed") || type.equals("response.incomplete")) {
        whole = Optional.of(response);
        return;
      }
    }
    if (event.has(OUTPUT_INDEX)) {
      follow(type, event.path(OUTPUT_INDEX).asInt(), event);
    }
    events.write(type, event);
  }

  private void follow(String type, int index, ObjectNode event) {
    if (event.path(ITEM_ID).isTextual()) {
      event.put(ITEM_ID, id(event.path(ITEM_ID).textValue(), index));
    }
    if (event.path("item") instanceof ObjectNode item) {
      named(item, index);
    }
    switch (type) {
      case ADDED -> open.put(index, new PassedItem(index, event.path("item").deepCopy()));
      case DONE -> {
        open.remove(index);
        done.put(index, event.path("item"));
      }
      default -> {
        if (open.containsKey(index)) {
          open.get(index).follow(type, event);
        }
      }
    }
  }

  private ObjectNode owned(ObjectNode response) {
    parameters.restore(response, call);
    var index = 0;
    for (var item : response.path("output")) {
      if (item instanceof ObjectNode named) {
        named(named, index);
      }
      index++;
    }
    return response;
  }

  private void named(ObjectNode item, int index) {
    if (item.path("id").isTextual()) {
      item.put("id", id(item.path("id").textValue(), index));
    }
  }

  private String id(String id, int index) {
    return ResponseIds.prefix(id)
        .map(prefix -> ResponseIds.output(prefix, call.id(), index))
        .orElse(id);
  }

  /** The whole response, which is there when the answer is complete. */
  ObjectNode whole() {
    return whole.orElseThrow();
  }

  /** Ends the items of an answer that broke off, and returns all that came. */
  ArrayNode broken() {
    open.forEach((index, item) -> done.put(index, item.breakOff(events)));
    return JsonNodeFactory.instance.arrayNode().addAll(done.values());
  }
}
