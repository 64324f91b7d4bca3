package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.ProviderFailure.UnsupportedParameter;
import dev.ziggurat.llm.UpstreamModel;
import java.util.Set;

/**
 * Says in Claude's words what another program asked in OpenAI's. What the model would refuse is
 * left out: newer ones take no temperature, and none of those can be forced to use a tool.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages/create">Messages</a>
 */
final class ForwardTranslation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

  private final ForwardedRequest request;
  private final UpstreamModel model;
  private final JsonNode asked;
  private final ObjectNode body = NODES.objectNode();

  private ForwardTranslation(ForwardedRequest request, UpstreamModel model) {
    this.request = request;
    this.model = model;
    this.asked = request.body();
  }

  /**
   * The body of {@code POST /v1/messages}.
   *
   * @throws UnsupportedParameter when it asks for what Claude has not, such as several answers
   */
  static String write(ForwardedRequest request, UpstreamModel model) {
    return new ForwardTranslation(request, model).write();
  }

  private String write() {
    if (request.answers() > 1) {
      throw unsupported("n: it gives one answer");
    }
    body.put("model", model.id());
    body.put("max_tokens", model.outputBudget(request.maxOutputTokens()));
    var conversation = Conversation.of(asked.path("messages"));
    if (asked.at("/response_format/type").asText().equals("json_object")) {
      conversation.instruct("Answer with one JSON object and nothing else.");
    }
    conversation.write(body);
    tools();
    sampling();
    output();
    if (request.streamed()) {
      body.put("stream", true);
    }
    if (asked.path("user").isTextual()) {
      body.putObject("metadata").set("user_id", asked.path("user"));
    }
    copy("thinking");
    return body.toString();
  }

  private void tools() {
    if (asked.path("tools").isEmpty()) {
      return;
    }
    var tools = body.putArray("tools");
    for (var tool : asked.path("tools")) {
      tools.add(tool(tool));
    }
    var choice = choice(asked.path("tool_choice"));
    if (asked.path("parallel_tool_calls").isBoolean()
        && !asked.path("parallel_tool_calls").booleanValue()) {
      choice.put("disable_parallel_tool_use", true);
    }
    body.set("tool_choice", choice);
  }

  private static ObjectNode tool(JsonNode tool) {
    if (!tool.path("type").asText("function").equals("function")) {
      throw unsupported("tools: only functions can be called");
    }
    var function = tool.path("function");
    var written = NODES.objectNode().put("name", function.path("name").asText());
    if (function.path("description").isTextual()) {
      written.set("description", function.path("description"));
    }
    written.set(
        "input_schema",
        function.path("parameters").isObject()
            ? function.path("parameters")
            : NODES.objectNode().put("type", "object"));
    if (function.path("strict").asBoolean(false)) {
      written.put("strict", true);
    }
    return written;
  }

  private ObjectNode choice(JsonNode wanted) {
    var forced = model.can(Capability.TEMPERATURE);
    var choice = NODES.objectNode();
    if (wanted.isObject() && forced) {
      return choice.put("type", "tool").put("name", wanted.at("/function/name").asText());
    }
    return choice.put(
        "type",
        switch (wanted.asText("auto")) {
          case "none" -> "none";
          case "required" -> forced ? "any" : "auto";
          default -> "auto";
        });
  }

  private void sampling() {
    var stop = asked.path("stop");
    if (stop.isTextual()) {
      body.putArray("stop_sequences").add(stop);
    } else if (stop.isArray() && !stop.isEmpty()) {
      body.set("stop_sequences", stop);
    }
    if (!model.can(Capability.TEMPERATURE)) {
      return;
    }
    if (asked.path("temperature").isNumber()) {
      // Claude's scale ends at 1 where the others' ends at 2.
      body.put("temperature", Math.min(asked.path("temperature").doubleValue(), 1));
    } else {
      copy("top_p");
    }
    copy("top_k");
  }

  private void output() {
    var config =
        asked.path("output_config") instanceof ObjectNode own ? own.deepCopy() : NODES.objectNode();
    var effort = asked.path("reasoning_effort").asText();
    if (model.can(Capability.REASONING) && (EFFORTS.contains(effort) || effort.equals("minimal"))) {
      config.put("effort", effort.equals("minimal") ? "low" : effort);
    }
    if (asked.at("/response_format/type").asText().equals("json_schema")
        && model.can(Capability.JSON_SCHEMA)) {
      config
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", asked.at("/response_format/json_schema/schema"));
    }
    if (!config.isEmpty()) {
      body.set("output_config", config);
    }
  }

  private void copy(String field) {
    if (asked.hasNonNull(field)) {
      body.set(field, asked.path(field));
    }
  }

  static UnsupportedParameter unsupported(String what) {
    return new UnsupportedParameter(Provider.CLAUDE, Details.of(what));
  }
}
