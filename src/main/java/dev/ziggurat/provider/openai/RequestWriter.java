package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.UpstreamModel;
import io.vertx.core.json.jackson.HybridJacksonPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Writes a request as the body of {@code POST /chat/completions} in one provider's variant. What
 * many requests share, the system messages and the schema, is copied as bytes that were made once.
 */
final class RequestWriter {

  /**
   * With the buffers of Vert.x: those that Jackson keeps by thread are allocated for each virtual
   * thread.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(HybridJacksonPool.getInstance()).build();

  /** Names of fields, and what is escaped in texts. */
  private static final int MORE_BYTES = 1_024;

  private RequestWriter() {}

  static byte[] write(Deviations deviations, PromptRequest request, UpstreamModel model) {
    var budget =
        model.defaultOutputBudget(request.maxOutputTokens(), request.estimatedInputTokens());
    var bytes = new ByteArrayOutputStream((int) request.bound().inputTokens() + MORE_BYTES);
    try (var json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model", model.id());
      json.writeArrayFieldStart("messages");
      for (var message : request.messages()) {
        write(json, message);
      }
      json.writeEndArray();
      json.writeNumberField(
          deviations.maxTokensField() == MaxTokensField.MAX_TOKENS
              ? "max_tokens"
              : "max_completion_tokens",
          budget);
      if (request.temperature().isPresent() && model.can(Capability.TEMPERATURE)) {
        json.writeNumberField("temperature", request.temperature().getAsDouble());
      }
      writeFormat(json, deviations.strictestFormat(), request, model);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, ChatMessage message) throws IOException {
    json.writeStartObject();
    json.writeStringField("role", message.role().name().toLowerCase(Locale.ROOT));
    json.writeFieldName("content");
    if (message.role() == ChatMessage.Role.SYSTEM) {
      json.writeString(message.json());
    } else {
      json.writeString(message.content());
    }
    json.writeEndObject();
  }

  /** {@code json_schema} with its schema, or {@code json_object} without, or nothing. */
  private static void writeFormat(
      JsonGenerator json, AnswerFormat strictest, PromptRequest request, UpstreamModel model)
      throws IOException {
    if (request.answerSchema().isEmpty()) {
      return;
    }
    var answer = request.answerSchema().get();
    if (model.can(Capability.JSON_SCHEMA) && AnswerFormat.JSON_SCHEMA.isWithin(strictest)) {
      json.writeObjectFieldStart("response_format");
      json.writeStringField("type", "json_schema");
      json.writeObjectFieldStart("json_schema");
      json.writeStringField("name", answer.name());
      json.writeBooleanField("strict", true);
      json.writeFieldName("schema");
      json.writeRawValue(answer.json());
      json.writeEndObject();
      json.writeEndObject();
    } else if (model.can(Capability.JSON_OBJECT) && AnswerFormat.JSON_OBJECT.isWithin(strictest)) {
      json.writeObjectFieldStart("response_format");
      json.writeStringField("type", "json_object");
      json.writeEndObject();
    }
  }
}
