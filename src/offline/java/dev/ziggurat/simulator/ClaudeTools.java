package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses the tools of a Messages request, and checks its tool results against its tool uses. */
final class ClaudeTools {

  private static final Set<String> CALLERS = Set.of("", "custom");
  private static final Set<String> CHOICES = Set.of("auto", "any", "tool", "none");

  private final RequestFields fields;

  ClaudeTools(RequestFields fields) {
    this.fields = fields;
  }

  OfferedTools toolbox() throws ProviderRefusal {
    var tools = tools();
    var choice = fields.body().path("tool_choice");
    var type = choice.path("type").asText("auto");
    if (fields.has("tool_choice") && (tools.isEmpty() || !CHOICES.contains(type))) {
      throw fields.wrong("tool_choice", "may only be specified while providing tools");
    }
    var results = results();
    return new OfferedTools(
        tools,
        type.equals("tool") ? Optional.of(choice.path("name").asText()) : Optional.empty(),
        !type.equals("none"),
        !choice.path("disable_parallel_tool_use").asBoolean(false),
        results);
  }

  private List<Tool> tools() throws ProviderRefusal {
    var tools = new ArrayList<Tool>();
    for (var tool : fields.body().path("tools")) {
      if (!CALLERS.contains(tool.path("type").asText(""))) {
        // A tool that Anthropic defines or runs, which is never used here.
        continue;
      }
      var place = "tools." + tools.size() + ".custom";
      var name = tool.path("name").asText();
      var schema = tool.path("input_schema");
      if (!name.matches("[A-Za-z0-9_-]{1,128}")) {
        throw fields.wrong(place + ".name", "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
      }
      if (!schema.path("type").asText().equals("object")) {
        throw fields.wrong(place + ".input_schema.type", "Field required");
      }
      if (tool.path("strict").asBoolean(false)) {
        var fault = StrictSchema.fault(schema, false).or(() -> StrictSchema.limit(schema));
        if (fault.isPresent()) {
          throw fields.wrong(place + ".input_schema", fault.get());
        }
      }
      tools.add(new Tool(name, schema));
    }
    return tools;
  }

  /** Every use must be answered at the beginning of the next message. */
  private List<String> results() throws ProviderRefusal {
    var used = new HashSet<String>();
    var open = new LinkedHashSet<String>();
    var results = new ArrayList<String>();
    var number = 0;
    for (var message : fields.body().path("messages")) {
      results.clear();
      var blocks = message.path("content");
      for (var block : blocks.isArray() ? blocks : message.path("none")) {
        if (block.path("type").asText().equals("tool_result")) {
          if (!open.remove(block.path("tool_use_id").asText())) {
            throw fields.wrong(
                "messages." + number,
                "unexpected `tool_use_id` found in `tool_result` blocks: "
                    + block.path("tool_use_id").asText());
          }
          results.add(fields.content(block.path("content")));
        } else {
          requireAnswered(number, open);
          // What the user says after the results is the next turn.
          results.clear();
        }
      }
      requireAnswered(number, open);
      for (var block : blocks.isArray() ? blocks : message.path("none")) {
        if (block.path("type").asText().equals("tool_use")) {
          checkUse(number, block);
          if (!used.add(block.path("id").asText())) {
            throw fields.wrong("messages." + number + ".content", "`tool_use` ids must be unique");
          }
          open.add(block.path("id").asText());
        }
      }
      number++;
    }
    requireAnswered(number, open);
    return results;
  }

  private void requireAnswered(int number, Set<String> open) throws ProviderRefusal {
    if (!open.isEmpty()) {
      throw fields.wrong(
          "messages." + number,
          "`tool_use` ids were found without `tool_result` blocks immediately after: "
              + String.join(", ", open));
    }
  }

  private void checkUse(int number, JsonNode use) throws ProviderRefusal {
    if (!use.path("id").asText().matches("[a-zA-Z0-9_-]+")) {
      throw fields.wrong(
          "messages." + number + ".content.tool_use.id",
          "String should match pattern '^[a-zA-Z0-9_-]+$'");
    }
    if (!use.path("input").isObject()) {
      throw fields.wrong(
          "messages." + number + ".content.tool_use.input", "Input should be a valid dictionary");
    }
  }
}
