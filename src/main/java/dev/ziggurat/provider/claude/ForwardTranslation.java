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
import java.util.Optional;
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

  private static final Set<String> LESS_THAN_LOW = Set.of("none", "minimal");

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
    return new ForwardTranslation(request, model).translated().toString();
  }

  /** What it asks for that Claude has not, if anything. */
  static Optional<String> unsupportedReason(ForwardedRequest request, UpstreamModel model) {
    try {
      new ForwardTranslation(request, model).translated();
      return Optional.empty();
    } catch (UnsupportedParameter unsupported) {
      return Optional.of(unsupported.details().message());
    }
  }

  private ObjectNode translated() {
    if (request.answers() > 1) {
      throw unsupported("n: it gives one answer");
    }
    if (!asked.path("functions").isEmpty()) {
      throw unsupported("functions: they are called tools by now");
    }
    body.put("model", model.id());
    body.put("max_tokens", model.outputBudget(request.maxOutputTokens()));
    var conversation = ClaudeConversation.of(asked.path("messages"));
    if (asked.at("/response_format/type").asText().equals("json_object")) {
      conversation.instruct("Answer with one JSON object and nothing else.");
    }
    conversation.write(body);
    tools(conversation.toolsUsed());
    sampling();
    output();
    if (request.streamed()) {
      body.put("stream", true);
    }
    var user = asked.path("safety_identifier").asText(asked.path("user").asText(""));
    if (!user.isEmpty()) {
      body.putObject("metadata").put("user_id", user);
    }
    copy("thinking");
    return body;
  }

  private void tools(Set<String> used) {
    if (asked.path("tools").isEmpty()) {
      toolsOfOld(used);
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

  /** Whoever speaks of tools that were called must say which; they need not be callable still. */
  private void toolsOfOld(Set<String> used) {
    if (used.isEmpty()) {
      return;
    }
    var tools = body.putArray("tools");
    for (var name : used) {
      tools.addObject().put("name", name).putObject("input_schema").put("type", "object");
    }
    body.putObject("tool_choice").put("type", "none");
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
    var strict = function.path("strict").asBoolean(false);
    written.set("input_schema", arguments(function.path("parameters"), strict));
    if (strict) {
      written.put("strict", true);
    }
    return written;
  }

  private static JsonNode arguments(JsonNode schema, boolean strict) {
    if (!(schema instanceof ObjectNode given)) {
      return NODES.objectNode().put("type", "object");
    }
    var written = strict ? (ObjectNode) PlainSchema.of(given) : given.deepCopy();
    return written.has("type") ? written : written.put("type", "object");
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
    stops();
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

  private void stops() {
    var stop = asked.path("stop");
    var stops = NODES.arrayNode();
    if (stop.isTextual()) {
      stops.add(stop);
    }
    stop.forEach(stops::add);
    for (var each : stops) {
      if (each.asText().isBlank()) {
        throw unsupported("stop: it stops at no text of white space alone");
      }
    }
    if (!stops.isEmpty()) {
      body.set("stop_sequences", stops);
    }
  }

  private void output() {
    var config =
        asked.path("output_config") instanceof ObjectNode own ? own.deepCopy() : NODES.objectNode();
    var effort = asked.path("reasoning_effort").asText();
    if (model.can(Capability.REASONING)) {
      if (EFFORTS.contains(effort)) {
        config.put("effort", effort);
      } else if (LESS_THAN_LOW.contains(effort)) {
        config.put("effort", "low");
      }
    }
    if (asked.at("/response_format/type").asText().equals("json_schema")
        && model.can(Capability.JSON_SCHEMA)) {
      config
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", PlainSchema.of(asked.at("/response_format/json_schema/schema")));
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
