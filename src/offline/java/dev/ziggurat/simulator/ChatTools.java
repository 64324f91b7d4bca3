package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Parses the tools of a chat completions request, and checks its tool messages against its calls.
 */
final class ChatTools {

  private static final int MAX_TOOLS = 128;
  private static final Set<String> CHOICES = Set.of("none", "auto", "required");

  private final RequestFields fields;
  private final boolean checksMessages;

  /**
   * @param checksMessages whether tool messages must be the results of earlier calls
   */
  ChatTools(RequestFields fields, boolean checksMessages) {
    this.fields = fields;
    this.checksMessages = checksMessages;
  }

  OfferedTools toolbox() throws ProviderRefusal {
    var tools = tools();
    var choice = fields.body().path("tool_choice");
    var results = results();
    if (fields.has("tool_choice") && tools.isEmpty()) {
      throw fields.wrong("tool_choice", "'tool_choice' is only allowed when 'tools' are specified");
    }
    if (choice.isTextual() && !CHOICES.contains(choice.textValue())) {
      throw fields.wrong("tool_choice", "'tool_choice' must be one of " + CHOICES);
    }
    var forced = Optional.<String>empty();
    if (choice.isObject()) {
      var name = choice.at("/function/name").asText();
      if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
        throw fields.wrong("tool_choice", "Tool choice '" + name + "' not found in 'tools'");
      }
      forced = Optional.of(name);
    }
    return new OfferedTools(
        tools,
        forced,
        !"none".equals(choice.asText()),
        fields.body().path("parallel_tool_calls").asBoolean(true),
        results);
  }

  private List<Tool> tools() throws ProviderRefusal {
    var given = fields.body().path("tools");
    if (fields.has("tools") && (!given.isArray() || given.isEmpty() || given.size() > MAX_TOOLS)) {
      throw fields.wrong("tools", "'tools' must be an array of 1 to " + MAX_TOOLS);
    }
    var tools = new ArrayList<Tool>();
    for (var tool : given) {
      var name = tool.at("/function/name").asText();
      var parameters = tool.at("/function/parameters");
      if (!tool.path("type").asText().equals("function")
          || !name.matches("[A-Za-z0-9_-]{1,64}")
          || !(parameters.isObject() || parameters.isMissingNode())) {
        throw fields.wrong(
            "tools", "'tools[" + tools.size() + "]' must be a function with a name and parameters");
      }
      tools.add(
          new Tool(
              name,
              parameters.isObject()
                  ? parameters
                  : JsonNodeFactory.instance.objectNode().put("type", "object")));
    }
    return tools;
  }

  /** Every call must be answered before the next message, and nothing else may be answered. */
  private List<String> results() throws ProviderRefusal {
    var open = new LinkedHashSet<String>();
    var results = new ArrayList<String>();
    for (var message : fields.body().path("messages")) {
      if (message.path("role").asText().equals("tool")) {
        if (!open.remove(message.path("tool_call_id").asText()) && checksMessages) {
          throw fields.wrong(
              "messages",
              "messages with role 'tool' must be a response to a preceding message with 'tool_calls'");
        }
        results.add(fields.content(message.path("content")));
        continue;
      }
      requireAnswered(open);
      results.clear();
      for (var call : message.path("tool_calls")) {
        checkCall(call);
        open.add(call.path("id").asText());
      }
    }
    requireAnswered(open);
    return results;
  }

  private void requireAnswered(Set<String> open) throws ProviderRefusal {
    if (!open.isEmpty() && checksMessages) {
      throw fields.wrong(
          "messages",
          "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
              + " 'tool_call_id'; these did not have response messages: "
              + String.join(", ", open));
    }
  }

  private void checkCall(JsonNode call) throws ProviderRefusal {
    if (!call.path("id").isTextual()
        || !call.at("/function/name").isTextual()
        || !call.at("/function/arguments").isTextual()) {
      throw fields.wrong(
          "messages", "'tool_calls' must have an id, and a function with name and arguments");
    }
  }
}
