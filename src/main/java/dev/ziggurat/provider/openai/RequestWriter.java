package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.openai.ChatCompletionRequest.JsonSchema;
import dev.ziggurat.provider.openai.ChatCompletionRequest.Message;
import dev.ziggurat.provider.openai.ChatCompletionRequest.ResponseFormat;
import java.util.Locale;

/**
 * Writes a request as one provider wants it: W&amp;B counts the answer with {@code max_tokens},
 * Groq and OpenAI with {@code max_completion_tokens}.
 */
final class RequestWriter {

  private RequestWriter() {}

  static ChatCompletionRequest write(
      Provider provider, PromptRequest request, UpstreamModel model) {
    var budget = model.outputBudget(request.maxOutputTokens());
    var old = provider == Provider.WANDB;
    var warm = request.temperature().isPresent() && model.can(Capability.TEMPERATURE);
    return new ChatCompletionRequest(
        model.id(),
        request.messages().stream()
            .map(
                message ->
                    new Message(message.role().name().toLowerCase(Locale.ROOT), message.content()))
            .toList(),
        old ? budget : null,
        old ? null : budget,
        warm ? request.temperature().getAsDouble() : null,
        format(request, model));
  }

  private static ResponseFormat format(PromptRequest request, UpstreamModel model) {
    if (request.answerSchema().isEmpty()) {
      return null;
    }
    var shape = request.answerSchema().get();
    if (model.can(Capability.JSON_SCHEMA)) {
      return new ResponseFormat("json_schema", new JsonSchema(shape.name(), true, shape.schema()));
    }
    return model.can(Capability.JSON_OBJECT) ? new ResponseFormat("json_object", null) : null;
  }
}
