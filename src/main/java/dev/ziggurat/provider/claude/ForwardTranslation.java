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
 * Translates a caller's chat completion request to Claude's Messages format. Parameters that the
 * model would reject are dropped: newer models accept no temperature, and cannot be forced to use a
 * tool.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages/create">Messages</a>
 */
final class ForwardTranslation {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

  private static final Set<String> BELOW_LOW = Set.of("none", "minimal");

  private final ForwardedRequest request;
  private final UpstreamModel model;
  private final JsonNode source;
  private final ObjectNode body = NODES.objectNode();

  private ForwardTranslation(ForwardedRequest request, UpstreamModel model) {
    this.request = request;
    this.model = model;
    this.source = request.body();
  }

  /**
   * The body of {@code POST /v1/messages}.
   *
   * @throws UnsupportedParameter when the request needs something that Claude lacks, such as
   *     several answers
   */
  static String write(ForwardedRequest request, UpstreamModel model) {
    return new ForwardTranslation(request, model).translated().toString();
  }

  /** What the request needs that Claude lacks, as a message; empty if nothing. */
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
      throw unsupported("n: only one answer is supported");
    }
    if (!source.path("functions").isEmpty()) {
      throw unsupported("functions: not supported, use tools");
    }
    body.put("model", model.id());
    body.put(
        "max_tokens",
        request.namesOutputLimit()
            ? model.outputBudget(request.maxOutputTokens())
            : model.defaultOutputBudget(request.maxOutputTokens(), request.estimatedInputTokens()));
    var conversation = ClaudeConversation.of(source.path("messages"));
    if (source.at("/response_format/type").asText().equals("json_object")) {
      conversation.instruct("Answer with one JSON object and nothing else.");
    }
    conversation.write(body);
    checkLastMessage();
    tools(conversation.toolsUsed());
    sampling();
    output();
    if (request.streamed()) {
      body.put("stream", true);
    }
    UserId.of(source).ifPresent(user -> body.putObject("metadata").put("user_id", user));
    thinking();
    return body;
  }

  /** Current models refuse to continue an answer that the caller began. */
  private void checkLastMessage() {
    var messages = body.path("messages");
    if (!model.can(Capability.TEMPERATURE)
        && messages.path(messages.size() - 1).path("role").asText().equals("assistant")) {
      throw unsupported("messages: the last message must not be from the assistant");
    }
  }

  private void tools(Set<String> used) {
    if (source.path("tools").isEmpty()) {
      defineUsedTools(used);
      return;
    }
    var tools = body.putArray("tools");
    for (var tool : source.path("tools")) {
      tools.add(tool(tool));
    }
    var choice = choice(source.path("tool_choice"));
    if (source.path("parallel_tool_calls").isBoolean()
        && !source.path("parallel_tool_calls").booleanValue()) {
      choice.put("disable_parallel_tool_use", true);
    }
    body.set("tool_choice", choice);
  }

  /** Claude requires a definition of every tool used in messages, even if none is offered now. */
  private void defineUsedTools(Set<String> used) {
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
      throw unsupported("tools: only type function is supported");
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

  private ObjectNode choice(JsonNode toolChoice) {
    var canForce = model.can(Capability.TEMPERATURE);
    var choice = NODES.objectNode();
    if (toolChoice.isObject() && canForce) {
      return choice.put("type", "tool").put("name", toolChoice.at("/function/name").asText());
    }
    return choice.put(
        "type",
        switch (toolChoice.asText("auto")) {
          case "none" -> "none";
          case "required" -> canForce ? "any" : "auto";
          default -> "auto";
        });
  }

  private void sampling() {
    stops();
    if (!model.can(Capability.TEMPERATURE)) {
      return;
    }
    if (source.path("temperature").isNumber()) {
      // Claude's maximum is 1, that of the other providers 2.
      body.put("temperature", Math.min(source.path("temperature").doubleValue(), 1));
    } else {
      copy("top_p");
    }
    copy("top_k");
  }

  private void stops() {
    var stop = source.path("stop");
    var stops = NODES.arrayNode();
    if (stop.isTextual()) {
      stops.add(stop);
    }
    stop.forEach(stops::add);
    for (var each : stops) {
      if (each.asText().isBlank()) {
        throw unsupported("stop: sequences of white space only are not supported");
      }
    }
    if (!stops.isEmpty()) {
      body.set("stop_sequences", stops);
    }
  }

  private void output() {
    var config =
        source.path("output_config") instanceof ObjectNode own
            ? own.deepCopy()
            : NODES.objectNode();
    var effort = source.path("reasoning_effort").asText();
    if (model.can(Capability.REASONING)) {
      if (EFFORTS.contains(effort)) {
        config.put("effort", effort);
      } else if (BELOW_LOW.contains(effort)) {
        config.put("effort", "low");
      }
    }
    if (source.at("/response_format/type").asText().equals("json_schema")
        && model.can(Capability.JSON_SCHEMA)) {
      config
          .putObject("format")
          .put("type", "json_schema")
          .set("schema", PlainSchema.of(source.at("/response_format/json_schema/schema")));
    }
    if (!config.isEmpty()) {
      body.set("output_config", config);
    }
  }

  /** Current models think anyway, and show a summary of it only when they are asked to. */
  private void thinking() {
    if (source.path(ForwardedRequest.REASONING_SUMMARY).asBoolean(false)
        && !source.hasNonNull("thinking")
        && model.can(Capability.REASONING)
        && !model.can(Capability.TEMPERATURE)) {
      body.putObject("thinking").put("type", "adaptive").put("display", "summarized");
    } else {
      copy("thinking");
    }
  }

  private void copy(String field) {
    if (source.hasNonNull(field)) {
      body.set(field, source.path(field));
    }
  }

  static UnsupportedParameter unsupported(String message) {
    return new UnsupportedParameter(Provider.CLAUDE, Details.of(message));
  }
}
