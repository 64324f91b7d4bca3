package dev.ziggurat.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The events of a streamed response, held to the order that OpenAI's SDKs expect. */
public record EventOrder(List<JsonNode> events) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern EVENT = Pattern.compile("event: (.*)\ndata: (.*)\n\n");
  private static final Set<String> LAST =
      Set.of("response.completed", "response.incomplete", "response.failed");

  /** Reads events; each is named as its type says. */
  public static EventOrder of(String stream) {
    assertThat(stream).matches("(event: \\S+\ndata: \\{.*}\n\n)+");
    return new EventOrder(
        EVENT
            .matcher(stream)
            .results()
            .map(
                event -> {
                  var data = json(event.group(2));
                  assertThat(data.path("type").asText()).isEqualTo(event.group(1));
                  return data;
                })
            .toList());
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(text, malformed);
    }
  }

  /** The types of the events. */
  public List<String> types() {
    return events.stream().map(event -> event.path("type").asText()).toList();
  }

  /** The response of the last event. */
  JsonNode response() {
    return events.getLast().path("response");
  }

  /** The deltas of these events, put together. */
  String deltas(String type) {
    var text = new StringBuilder();
    events.stream()
        .filter(event -> event.path("type").asText().equals(type))
        .forEach(event -> text.append(event.path("delta").asText()));
    return text.toString();
  }

  /** Without the bounds of deltas: those that follow one another about one part are one. */
  List<JsonNode> joined() {
    var joined = new ArrayList<JsonNode>();
    for (var event : events) {
      var next = event.deepCopy();
      ((ObjectNode) next).remove("sequence_number");
      var before = joined.isEmpty() ? JsonNodeFactory.instance.nullNode() : joined.getLast();
      if (next.has("delta") && place(next).equals(place(before))) {
        ((ObjectNode) before)
            .put("delta", before.path("delta").asText() + next.path("delta").asText());
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  private static List<String> place(JsonNode event) {
    return List.of(event.path("type").asText(), event.path("item_id").asText());
  }

  /** Fails where the order is not valid. */
  public EventOrder check() {
    for (var number = 0; number < events.size(); number++) {
      assertThat(events.get(number).path("sequence_number").isInt()).isTrue();
      assertThat(events.get(number).path("sequence_number").asInt()).isEqualTo(number);
    }
    assertThat(types()).startsWith("response.created", "response.in_progress");
    assertThat(types().stream().filter(LAST::contains)).hasSize(1);
    assertThat(LAST).contains(types().getLast());
    assertThat(events.getFirst().at("/response/status").asText()).isEqualTo("in_progress");
    var items = new TreeMap<Integer, Item>();
    events.subList(2, events.size() - 1).forEach(event -> follow(event, items));
    assertThat(items.values()).allMatch(item -> item.done != null);
    var output = JsonNodeFactory.instance.arrayNode();
    items.values().forEach(item -> output.add(item.done));
    assertThat(response().path("output")).isEqualTo(output);
    assertThat("response." + response().path("status").asText()).isEqualTo(types().getLast());
    return this;
  }

  private static void follow(JsonNode event, Map<Integer, Item> items) {
    var index = event.path("output_index").asInt(-1);
    if (event.path("type").asText().equals("response.output_item.added")) {
      assertThat(index).isEqualTo(items.size());
      items.put(index, new Item(event.path("item").path("id").asText()));
    } else {
      assertThat(items).containsKey(index);
      items.get(index).follow(event);
    }
  }

  /** One item: added, its parts one after the other, done. */
  private static final class Item {

    private final String id;
    private final StringBuilder text = new StringBuilder();
    private boolean partOpen;
    private boolean closed;
    private JsonNode done;

    Item(String id) {
      this.id = id;
    }

    void follow(JsonNode event) {
      assertThat(done).as("nothing follows the end of an item").isNull();
      var type = event.path("type").asText();
      if (type.equals("response.output_item.done")) {
        assertThat(partOpen).isFalse();
        assertThat(event.at("/item/id").asText()).isEqualTo(id);
        done = event.path("item");
        return;
      }
      assertThat(event.path("item_id").asText()).isEqualTo(id);
      if (type.endsWith("_part.added")) {
        assertThat(partOpen).isFalse();
        partOpen = true;
        text.setLength(0);
        closed = false;
      } else if (type.endsWith("_part.done")) {
        assertThat(partOpen).isTrue();
        assertThat(closed).isTrue();
        partOpen = false;
      } else if (type.endsWith(".delta")) {
        assertThat(closed).isFalse();
        assertThat(event.path("delta").asText()).isNotEmpty();
        text.append(event.path("delta").asText());
      } else if (type.endsWith(".done")) {
        assertThat(closed).isFalse();
        closed = true;
        assertThat(whole(event)).isEqualTo(text.toString());
      } else {
        throw new AssertionError("unknown event " + type);
      }
    }

    private static String whole(JsonNode event) {
      for (var field : List.of("text", "refusal", "arguments", "input")) {
        if (event.has(field)) {
          return event.path(field).asText();
        }
      }
      throw new AssertionError(event.toString());
    }
  }
}
