package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.UpstreamModel;

/**
 * Writes a request that its caller wrote for the Responses API: as it came, apart from the model,
 * the output token limit, and what the model is known to refuse.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/responses">Responses</a>
 */
final class ResponsesRequest {

  private static final String INCLUDE = "include";
  private static final String ENCRYPTED_REASONING = "reasoning.encrypted_content";

  /** The API refuses a lower limit, which chat completions accept. */
  private static final int LEAST_OUTPUT = 16;

  private ResponsesRequest() {}

  /** Whether there is such a request, and the API accepts its output token limit. */
  static boolean canBePassedOn(ForwardedRequest request) {
    return request.original(Api.RESPONSES).isPresent()
        && (!request.namesOutputLimit() || request.maxOutputTokens() >= LEAST_OUTPUT);
  }

  /** The body of {@code POST /responses}. */
  static ObjectNode write(Deviations deviations, ForwardedRequest request, UpstreamModel model) {
    var original = request.original(Api.RESPONSES).orElseThrow().body();
    var body = original.objectNode();
    body.setAll(original);
    // Fields of other vendors, which mean something only to them.
    body.remove(deviations.unknownFields());
    body.put("model", model.id());
    if (request.namesOutputLimit()) {
      body.put("max_output_tokens", model.outputBudget(request.maxOutputTokens()));
    } else if (model.hasKnownLimits()) {
      body.put(
          "max_output_tokens",
          model.defaultOutputBudget(request.maxOutputTokens(), request.estimatedInputTokens()));
    }
    if (!model.can(Capability.TEMPERATURE)) {
      body.remove("temperature");
      body.remove("top_p");
    }
    if (!model.can(Capability.REASONING)) {
      // The caller may have written for another provider's models, and these refuse it.
      body.remove("reasoning");
      excludeReasoning(body);
    }
    return body;
  }

  private static void excludeReasoning(ObjectNode body) {
    var included = body.arrayNode();
    for (var name : body.path(INCLUDE)) {
      if (!name.asText().equals(ENCRYPTED_REASONING)) {
        included.add(name);
      }
    }
    if (included.isEmpty()) {
      body.remove(INCLUDE);
    } else {
      body.set(INCLUDE, included);
    }
  }
}
