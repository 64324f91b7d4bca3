package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayRefusal;
import java.util.Set;

/** Refuses what only OpenAI's own servers do: no provider of the chain can be asked for it. */
final class UnservedParameters {

  private static final Set<String> TOOLS = Set.of("function", "custom");

  private UnservedParameters() {}

  /**
   * Checks a request.
   *
   * @throws GatewayRefusal naming the parameter
   */
  static void check(ObjectNode body) {
    if (body.path("background").asBoolean(false)) {
      throw refusal(
          "background", "background responses are not served: leave it out, or stream the answer");
    }
    refuse(body, "conversation", "send previous_response_id, or the earlier items in input");
    refuse(body, "prompt", "send the text of the prompt in instructions and input");
    refuse(body, "context_management", "send the items that the model is to see in input");
    var tools = body.path("tools");
    for (var index = 0; tools.isArray() && index < tools.size(); index++) {
      var type = tools.get(index).path("type").asText("");
      if (!TOOLS.contains(type)) {
        throw refusal(
            "tools[%d].type".formatted(index),
            "tools of type '%s' are run by OpenAI's servers and are not served: only function and custom tools are"
                .formatted(type));
      }
    }
  }

  private static void refuse(ObjectNode body, String field, String wayOut) {
    if (!isNothing(body.path(field))) {
      throw refusal(field, "%s is not served: %s".formatted(field, wayOut));
    }
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull() || value.isArray() && value.isEmpty();
  }

  /** An item of a hosted tool. */
  static GatewayRefusal item(String path, String type) {
    return refusal(
        path + ".type",
        "items of type '%s' are not served: only messages, reasoning, function and custom tool calls and their outputs, and item_reference are"
            .formatted(type));
  }

  static GatewayRefusal refusal(String param, String message) {
    return GatewayRefusal.unsupported(param, "Unsupported parameter: " + message + ".");
  }
}
