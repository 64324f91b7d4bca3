package dev.ziggurat.gateway.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayCaller;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.GatewayRequest;
import dev.ziggurat.gateway.ServedApi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/**
 * Translates a request to chat completions: the prompt becomes one message of the user, and the
 * parameters that both APIs have keep their names. What chat completions cannot do or a text
 * completion cannot say is refused.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/completions">Completions</a>
 */
@Singleton
class CompletionsReader implements ServedApi {

  /** OpenAI's default of {@code max_tokens}. */
  static final int USUAL_TOKENS = 16;

  private static final String BEST_OF = "best_of";

  private final ObjectMapper json;

  CompletionsReader(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String path() {
    return "/v1/completions";
  }

  @Override
  public GatewayRequest read(GatewayCaller caller, ObjectNode body, HttpHeaders headers) {
    translate(body);
    return GatewayRequest.of(body, Optional.empty(), new CompletionAnswerWriter(json));
  }

  /**
   * Makes a chat completions request of the body.
   *
   * @throws GatewayRefusal naming the parameter
   */
  static void translate(ObjectNode body) {
    var prompt = prompt(body.remove("prompt"), body.has("messages"));
    refuse(body, "messages", "send prompt, or use POST /v1/chat/completions");
    refuse(body, "tools", "use POST /v1/chat/completions");
    refuse(body, "functions", "use POST /v1/chat/completions");
    refuse(body, "suffix", "say in the prompt what follows the text");
    refuse(body, "echo", "put the prompt before the answer yourself");
    refuse(body, "logprobs", "use logprobs and top_logprobs of POST /v1/chat/completions");
    bestOf(body.remove(BEST_OF), body.path("n").asInt(1));
    if (!body.hasNonNull("max_tokens") && !body.hasNonNull("max_completion_tokens")) {
      body.put("max_tokens", USUAL_TOKENS);
    }
    body.putArray("messages").addObject().put("role", "user").put("content", prompt);
  }

  private static String prompt(JsonNode prompt, boolean hasMessages) {
    if (prompt == null || prompt.isNull()) {
      throw GatewayRefusal.invalid(
          "prompt",
          hasMessages
              ? "prompt is missing: messages are served by POST /v1/chat/completions"
              : "prompt is missing: send a text");
    }
    if (prompt.isArray() && prompt.size() > 1 && prompt.get(0).isTextual()) {
      throw unsupported("prompt", "several prompts are not served: send one call for each");
    }
    var text = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
    if (text.isNumber() || text.isArray() && !text.isEmpty()) {
      throw unsupported("prompt", "prompts of token ids are not served: send the text");
    }
    if (!text.isTextual() || text.textValue().isBlank()) {
      throw GatewayRefusal.invalid(
          "prompt", "prompt must be a text that is not blank, or a list of exactly one");
    }
    return text.textValue();
  }

  /** Removes a parameter that says nothing, and refuses any other. */
  private static void refuse(ObjectNode body, String field, String wayOut) {
    if (!isNothing(body.path(field))) {
      throw unsupported(field, "%s is not served: %s".formatted(field, wayOut));
    }
    body.remove(field);
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || value.isBoolean() && !value.booleanValue()
        || value.isTextual() && value.textValue().isEmpty()
        || value.isArray() && value.isEmpty();
  }

  /** The best of as many as are returned are all of them. */
  private static void bestOf(JsonNode bestOf, int answers) {
    if (bestOf == null || bestOf.isNull()) {
      return;
    }
    if (!bestOf.isIntegralNumber() || bestOf.asLong() < answers) {
      throw GatewayRefusal.invalid(
          BEST_OF, "best_of must be a whole number that is not below n, which is " + answers);
    }
    if (bestOf.asLong() > answers) {
      throw unsupported(
          BEST_OF, "best_of above n is not served: leave it out, or ask for all answers by n");
    }
  }

  private static GatewayRefusal unsupported(String param, String message) {
    return GatewayRefusal.unsupported(param, "Unsupported parameter: " + message + ".");
  }
}
