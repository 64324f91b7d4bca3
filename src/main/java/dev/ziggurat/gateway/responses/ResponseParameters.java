package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.guarded.RequestMask;
import java.util.Set;

/**
 * The parameters of a request as its response repeats them, with OpenAI's defaults.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/responses">Responses</a>
 */
final class ResponseParameters {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Set<String> TRUNCATIONS = Set.of("auto", "disabled");

  private static final Set<String> INCLUDED =
      Set.of(
          "message.output_text.logprobs",
          "message.input_image.image_url",
          "reasoning.encrypted_content",
          "file_search_call.results",
          "web_search_call.results",
          "web_search_call.action.sources",
          "code_interpreter_call.outputs",
          "computer_call_output.output.image_url");

  private final ObjectNode source;
  private final boolean stored;

  private ResponseParameters(ObjectNode source) {
    this.source = source;
    this.stored = flag("store");
    texts("instructions", "previous_response_id", "prompt_cache_key", "safety_identifier", "user");
    if (isGiven("truncation") && !TRUNCATIONS.contains(source.path("truncation").asText(""))) {
      throw GatewayRefusal.invalid("truncation", "truncation must be auto or disabled");
    }
    var index = 0;
    for (var included : source.path("include")) {
      if (!INCLUDED.contains(included.asText(""))) {
        var path = "include[%d]".formatted(index);
        throw GatewayRefusal.invalid(path, path + " is unknown: " + String.join(", ", INCLUDED));
      }
      index++;
    }
    if (isGiven("metadata") && !source.path("metadata").isObject()) {
      throw GatewayRefusal.invalid("metadata", "metadata must be an object");
    }
  }

  /**
   * Checks those that no provider sees.
   *
   * @throws GatewayRefusal naming the invalid parameter
   */
  static ResponseParameters of(ObjectNode source) {
    return new ResponseParameters(source);
  }

  /** The same with masked texts. */
  ResponseParameters masked(RequestMask mask) {
    return new ResponseParameters(mask.of(source));
  }

  /** Whether the caller wants the model's reasoning as a summary. */
  static boolean summarizes(ObjectNode source) {
    var reasoning = source.path("reasoning");
    return reasoning.hasNonNull("summary") || reasoning.hasNonNull("generate_summary");
  }

  boolean summarizes() {
    return summarizes(source);
  }

  /** Whether the response is to be kept; OpenAI's default is true. */
  boolean stored() {
    return stored;
  }

  /** The response without its output. */
  ObjectNode response(AnsweredCall call, String status) {
    var response = NODES.objectNode();
    response.put("id", ResponseIds.response(call.id()));
    response.put("object", "response");
    response.put("created_at", call.at().getEpochSecond());
    response.put("status", status);
    response.put("background", false);
    response.putNull("error");
    response.putNull("incomplete_details");
    given(response, "instructions", NODES.nullNode());
    given(response, "max_output_tokens", NODES.nullNode());
    given(response, "max_tool_calls", NODES.nullNode());
    response.put("model", call.model());
    response.putArray("output");
    given(response, "parallel_tool_calls", NODES.booleanNode(true));
    given(response, "previous_response_id", NODES.nullNode());
    given(response, "prompt_cache_key", NODES.nullNode());
    var reasoning = response.putObject("reasoning");
    reasoning.set("effort", orNull(source.path("reasoning").path("effort")));
    reasoning.set("summary", orNull(source.path("reasoning").path("summary")));
    given(response, "safety_identifier", NODES.nullNode());
    given(response, "service_tier", NODES.textNode("default"));
    response.put("store", stored);
    given(response, "temperature", NODES.numberNode(1.0));
    response.set("text", text());
    given(response, "tool_choice", NODES.textNode("auto"));
    given(response, "tools", NODES.arrayNode());
    given(response, "top_logprobs", NODES.numberNode(0));
    given(response, "top_p", NODES.numberNode(1.0));
    // Nothing is ever left out of the input.
    response.put("truncation", "disabled");
    response.putNull("usage");
    given(response, "user", NODES.nullNode());
    given(response, "metadata", NODES.objectNode());
    return response;
  }

  /** Puts what the caller sent into a response to a request that was not sent just so. */
  void restore(ObjectNode response, AnsweredCall call) {
    response.put("id", ResponseIds.response(call.id()));
    response.put("created_at", call.at().getEpochSecond());
    response.put("store", stored);
    given(response, "previous_response_id", NODES.nullNode());
    given(response, "max_output_tokens", NODES.nullNode());
    given(response, "metadata", NODES.objectNode());
  }

  private ObjectNode text() {
    var text =
        source.path("text") instanceof ObjectNode given ? given.deepCopy() : NODES.objectNode();
    if (!text.hasNonNull("format")) {
      text.putObject("format").put("type", "text");
    }
    if (!text.hasNonNull("verbosity")) {
      text.put("verbosity", "medium");
    }
    return text;
  }

  private void given(ObjectNode response, String field, JsonNode otherwise) {
    response.set(field, isGiven(field) ? source.path(field) : otherwise);
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? NODES.nullNode() : value;
  }

  private boolean isGiven(String field) {
    return source.hasNonNull(field);
  }

  private boolean flag(String field) {
    if (isGiven(field) && !source.path(field).isBoolean()) {
      throw GatewayRefusal.invalid(field, field + " must be true or false");
    }
    return source.path(field).asBoolean(true);
  }

  private void texts(String... fields) {
    for (var field : fields) {
      if (isGiven(field) && !source.path(field).isTextual()) {
        throw GatewayRefusal.invalid(field, field + " must be a text");
      }
    }
  }
}
