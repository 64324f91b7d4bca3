package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.openai.ChatCompletionRequest.JsonSchema;
import dev.ziggurat.provider.openai.ChatCompletionRequest.Message;
import dev.ziggurat.provider.openai.ChatCompletionRequest.ResponseFormat;
import java.util.Locale;

/** Writes a request in one provider's variant of chat completions. */
final class RequestWriter {

  private RequestWriter() {}

  static ChatCompletionRequest write(
      Deviations deviations, PromptRequest request, UpstreamModel model) {
    var budget =
        model.defaultOutputBudget(request.maxOutputTokens(), request.estimatedInputTokens());
    var usesMaxTokens = deviations.maxTokensField() == MaxTokensField.MAX_TOKENS;
    var hasTemperature = request.temperature().isPresent() && model.can(Capability.TEMPERATURE);
    return new ChatCompletionRequest(
        model.id(),
        request.messages().stream()
            .map(
                message ->
                    new Message(message.role().name().toLowerCase(Locale.ROOT), message.content()))
            .toList(),
        usesMaxTokens ? budget : null,
        usesMaxTokens ? null : budget,
        hasTemperature ? request.temperature().getAsDouble() : null,
        format(deviations.strictestFormat(), request, model));
  }

  private static ResponseFormat format(
      AnswerFormat strictest, PromptRequest request, UpstreamModel model) {
    if (request.answerSchema().isEmpty()) {
      return null;
    }
    var answerSchema = request.answerSchema().get();
    if (model.can(Capability.JSON_SCHEMA) && AnswerFormat.JSON_SCHEMA.isWithin(strictest)) {
      return new ResponseFormat(
          "json_schema", new JsonSchema(answerSchema.name(), true, answerSchema.schema()));
    }
    return model.can(Capability.JSON_OBJECT) && AnswerFormat.JSON_OBJECT.isWithin(strictest)
        ? new ResponseFormat("json_object", null)
        : null;
  }
}
