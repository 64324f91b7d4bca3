package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A prompt for several agents, as {@code dev.ziggurat.tick} writes it: each is answered as if it
 * had been asked alone.
 *
 * @param ids of the agents
 * @param asked what each would have been asked alone
 */
record SimulatedBatch(List<String> ids, List<Ask> asked) {

  private static final String LIST = "answers";
  private static final String AGENT = "agent";
  private static final Pattern PART =
      Pattern.compile("^=== (\\w+)\n(.*?)(?=^=== \\w+$|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

  /** A fault needs so many agents. */
  private static final int MIXED_UP = 3;

  SimulatedBatch {
    ids = List.copyOf(ids);
    asked = List.copyOf(asked);
  }

  /** The agents of this request; empty if it is for one or none. */
  static Optional<SimulatedBatch> of(Ask ask) {
    var message = ask.messages().isEmpty() ? null : ask.messages().getLast();
    if (message == null
        || message.role() != ChatMessage.Role.USER
        || ask.schema().filter(schema -> items(schema).path("properties").has(AGENT)).isEmpty()
            && !message.content().contains("{\"" + LIST + "\"")) {
      return Optional.empty();
    }
    var ids = new ArrayList<String>();
    var asked = new ArrayList<Ask>();
    var parts = PART.matcher(message.content());
    while (parts.find()) {
      ids.add(parts.group(1));
      asked.add(alone(ask, parts.group(2)));
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(new SimulatedBatch(ids, asked));
  }

  private static Ask alone(Ask ask, String part) {
    var before = ask.messages().subList(0, ask.messages().size() - 1).stream();
    var messages = Stream.concat(before, Stream.of(ChatMessage.user(part))).toList();
    return ask.of(messages, ask.schema().map(SimulatedBatch::decision));
  }

  private static JsonNode items(JsonNode schema) {
    return schema.path("properties").path(LIST).path("items");
  }

  private static JsonNode decision(JsonNode schema) {
    var decision = items(schema).deepCopy();
    if (decision.get("properties") instanceof ObjectNode properties) {
      properties.remove(AGENT);
    }
    return decision;
  }

  /** Whether answers are cut off. */
  static boolean cuts(FaultKind disturbance) {
    return disturbance == FaultKind.PARTS_CUT;
  }

  /**
   * The answer.
   *
   * @param decisions of the agents, each a JSON object
   */
  String answer(List<String> decisions, Optional<FaultKind> disturbance) {
    var kind = disturbance.orElse(null);
    var parts = new ArrayList<String>();
    for (var index = 0; index < decisions.size(); index++) {
      parts.add(part(id(index, kind), decisions.get(index)));
    }
    if (kind == FaultKind.PART_MISSING) {
      parts.removeFirst();
    }
    if (kind == FaultKind.PART_BROKEN) {
      var first = parts.getFirst();
      parts.set(0, first.substring(0, first.length() * 2 / 3));
    }
    var text = "{\"" + LIST + "\":[" + String.join(",", parts) + "]}";
    return kind == FaultKind.PARTS_CUT ? text.substring(0, text.length() * 2 / 3) : text;
  }

  /** Mixed up are the first three: an id that nobody has, and one twice. */
  private String id(int index, FaultKind kind) {
    if (kind != FaultKind.PARTS_MIXED_UP || index >= MIXED_UP) {
      return ids.get(index);
    }
    return index == 0 ? "nobody" : ids.get(1);
  }

  private static String part(String id, String decision) {
    var agent = JsonNodeFactory.instance.textNode(id).toString();
    return "{\"" + AGENT + "\":" + agent + "," + decision.substring(1);
  }
}
