package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.UpstreamModel;
import java.util.regex.Pattern;

/**
 * Adapts a caller's request to one provider: sets that provider's model and name of the output
 * token limit, drops the fields that the provider does not accept, and adapts the messages. Fields
 * that are unknown here are passed on.
 */
final class ForwardWriter {

  /** These models reject an effort of none, and accept tools with any effort. */
  private static final Pattern ALWAYS_REASON = Pattern.compile("o\\d.*|gpt-5(-.*)?");

  private ForwardWriter() {}

  static ObjectNode write(Deviations deviations, ForwardedRequest request, UpstreamModel model) {
    var body = request.body().objectNode();
    request
        .body()
        .properties()
        .forEach(
            field -> {
              if (!deviations.unknownFields().contains(field.getKey())) {
                body.set(field.getKey(), field.getValue());
              }
            });
    body.remove(ForwardedRequest.REASONING_SUMMARY);
    body.put("model", model.id());
    if (request.operation() == Operation.EMBEDDINGS) {
      return body;
    }
    if (request.body().path("messages") instanceof ArrayNode messages) {
      body.set("messages", MessageWriter.write(deviations, messages));
    }
    body.remove("max_tokens");
    body.remove("max_completion_tokens");
    if (request.namesOutputLimit()) {
      body.put(deviations.maxTokensField().id(), model.outputBudget(request.maxOutputTokens()));
    } else if (model.hasKnownLimits()) {
      body.put(
          deviations.maxTokensField().id(),
          model.defaultOutputBudget(request.maxOutputTokens(), request.estimatedInputTokens()));
    }
    if (!model.can(Capability.TEMPERATURE)) {
      body.remove("temperature");
      body.remove("top_p");
    }
    var translated = request.original().isPresent();
    if (translated && !model.can(Capability.REASONING)) {
      // The caller wrote for another provider's models, and these refuse it.
      body.remove("reasoning_effort");
    }
    if (!deviations.effortWithTools() && (translated || !body.hasNonNull("reasoning_effort"))) {
      effort(model, body);
    }
    if (request.streamed() && deviations.streamUsage()) {
      // Needed for the cost: without it a stream reports no token counts.
      body.putObject("stream_options").put("include_usage", true);
    } else {
      body.remove("stream_options");
    }
    return body;
  }

  /** OpenAI's reasoning models reject function tools in chat completions unless effort is none. */
  private static void effort(UpstreamModel model, ObjectNode body) {
    if (model.can(Capability.REASONING)
        && !body.path("tools").isEmpty()
        && !ALWAYS_REASON.matcher(model.id()).matches()) {
      body.put("reasoning_effort", "none");
    }
  }
}
