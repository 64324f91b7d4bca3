package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.Deviations.MessageRules;
import dev.ziggurat.provider.ToolArguments;
import dev.ziggurat.provider.ToolCallIds;
import java.util.ArrayList;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Adapts the messages of a caller to one provider. Earlier answers among them come from any
 * provider of the chain, so they may have fields, ids, empty lists and nulls that this provider
 * refuses. The caller's messages are not changed.
 */
final class MessageWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** No provider reads these fields of its answers in a request, and some refuse them. */
  private static final Set<String> ANSWER_ONLY = Set.of("annotations", "executed_tools");

  private static final Set<String> CALL_FIELDS = Set.of("id", "type", "function", "custom");

  /** OpenAI refuses longer ids; those of vLLM have 46 characters. */
  private static final int MAX_ID = 40;

  private static final Pattern NO_CHARACTER = Pattern.compile("(?!)");

  private final MessageRules rules;
  private final Set<String> unknownFields;
  private final ArrayNode written = NODES.arrayNode();
  private ToolCallIds ids = newIds();

  private MessageWriter(Deviations deviations) {
    this.rules = deviations.messages();
    this.unknownFields = deviations.unknownFields();
  }

  static ArrayNode write(Deviations deviations, ArrayNode messages) {
    var writer = new MessageWriter(deviations);
    messages.forEach(writer::add);
    return writer.written;
  }

  private static ToolCallIds newIds() {
    return new ToolCallIds(NO_CHARACTER, MAX_ID);
  }

  private void add(JsonNode message) {
    if (!message.isObject()) {
      written.add(message);
      return;
    }
    var target = written.addObject();
    for (var field : message.properties()) {
      if (isSent(field.getKey(), field.getValue())) {
        target.set(field.getKey(), field.getValue());
      }
    }
    var role = message.path("role").asText();
    if (role.equals("developer") && !rules.developerRole()) {
      target.put("role", "system");
    }
    content(target);
    if (role.equals("assistant")) {
      assistant(target, message);
    } else if (role.equals("tool")) {
      result(target, message);
    }
  }

  private void result(ObjectNode target, JsonNode message) {
    if (!target.has("content")) {
      // A tool that returned nothing.
      target.put("content", "");
    }
    ids.ofResult(message.path("tool_call_id").asText(""))
        .ifPresent(id -> target.put("tool_call_id", id));
  }

  private boolean isSent(String field, JsonNode value) {
    return !value.isNull()
        && rules.accepts(field)
        && !ANSWER_ONLY.contains(field)
        && !unknownFields.contains(field);
  }

  private void assistant(ObjectNode target, JsonNode message) {
    if (message.path("tool_calls").isEmpty()) {
      // OpenAI refuses an empty list.
      target.remove("tool_calls");
    } else {
      ids = newIds();
      var calls = target.putArray("tool_calls");
      message.path("tool_calls").forEach(call -> calls.add(call(call)));
    }
    var refusal = message.path("refusal").asText("");
    if (!target.has("content") && !refusal.isEmpty() && !rules.accepts("refusal")) {
      target.put("content", refusal);
    }
    if (target.has("content") || target.has("refusal") || target.has("audio")) {
      return;
    }
    if (target.has("tool_calls") || target.has("function_call")) {
      target.putNull("content");
    } else {
      target.put("content", "");
    }
  }

  private JsonNode call(JsonNode call) {
    if (!call.isObject()) {
      return call;
    }
    var target = NODES.objectNode();
    for (var field : call.properties()) {
      if (!field.getValue().isNull()
          && (rules.onlyFields().isEmpty() || CALL_FIELDS.contains(field.getKey()))) {
        target.set(field.getKey(), field.getValue());
      }
    }
    target.put("id", ids.ofCall(call.path("id").asText("")));
    if (!call.path("type").isTextual()) {
      target.put("type", "function");
    }
    if (call.path("function") instanceof ObjectNode function) {
      target.set("function", function(function));
    }
    return target;
  }

  private ObjectNode function(ObjectNode function) {
    var target = NODES.objectNode();
    if (rules.onlyFields().isEmpty()) {
      target.setAll(function);
    } else {
      target.set("name", function.path("name"));
    }
    var arguments = function.path("arguments");
    var object = ToolArguments.object(arguments);
    var unchanged =
        arguments.isTextual()
            && arguments.textValue().stripLeading().startsWith("{")
            && !object.has(ToolArguments.INVALID);
    return unchanged
        ? target.set("arguments", arguments)
        : target.put("arguments", object.toString());
  }

  /** Providers refuse an empty list of parts; some take texts only as one string. */
  private void content(ObjectNode target) {
    if (!(target.path("content") instanceof ArrayNode parts)) {
      return;
    }
    if (parts.isEmpty()) {
      target.put("content", "");
      return;
    }
    var texts = new ArrayList<String>();
    var kept = NODES.arrayNode();
    for (var part : parts) {
      if (part.path("type").asText().equals("text") && part.path("text").isTextual()) {
        texts.add(part.path("text").textValue());
      }
      kept.add(part(part));
    }
    if (rules.textAsString() && texts.size() == parts.size()) {
      target.put("content", String.join("\n", texts));
    } else {
      target.set("content", kept);
    }
  }

  /** A provider that refuses unknown fields of messages refuses those of parts too. */
  private JsonNode part(JsonNode part) {
    var type = part.path("type").asText();
    if (rules.onlyFields().isEmpty() || !part.has(type)) {
      return part;
    }
    var target = NODES.objectNode().put("type", type);
    return target.set(type, part.path(type));
  }
}
