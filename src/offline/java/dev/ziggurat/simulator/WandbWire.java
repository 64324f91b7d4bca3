package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ToolCall;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Weights & Biases inference API: no rate-limit headers, {@code detail} errors, reasoning. */
final class WandbWire extends ChatCompletionsWire {

  private static final Pattern PROJECT = Pattern.compile("[^/]+/[^/]+");
  private static final Pattern LORA =
      Pattern.compile("wandb-artifact:///[^/:]+/[^/:]+/[^/:]+:(v|step)\\d{1,9}");

  WandbWire() {
    super(Provider.WANDB, "/v1");
  }

  @Override
  public void admit(MultiMap headers) throws ProviderRefusal {
    super.admit(headers);
    var project = headers.get("OpenAI-Project");
    if (project != null && !PROJECT.matcher(project).matches()) {
      throw new ProviderRefusal(401, "project");
    }
  }

  @Override
  Optional<ModelRow> find(String name) {
    return LORA.matcher(name).matches() ? Optional.of(ModelRow.lora(name)) : super.find(name);
  }

  @Override
  ProviderRefusal invalid(String field, String message) {
    return new ProviderRefusal(422, "detail").with("param", field).with("message", message);
  }

  @Override
  void check(RequestFields fields, ModelRow model, List<ChatMessage> messages)
      throws ProviderRefusal {
    for (var field : List.of("logprobs", "frequency_penalty")) {
      if (fields.has(field) && model.refuses().contains(field)) {
        throw invalid(field, "parameter not supported by this model");
      }
    }
    if (fields.body().path("cache_salt").isTextual()
        && fields.body().path("cache_salt").asText().isEmpty()) {
      throw invalid("cache_salt", "must not be empty");
    }
  }

  @Override
  void checkSchema(JsonNode schema, boolean strict, ModelRow model) {}

  /** Kimi numbers the calls of every answer anew; other models have vLLM's ids, 46 characters. */
  @Override
  String callId(Ask ask, ToolCall call, int number) {
    return ask.model().id().startsWith("moonshotai/")
        ? "functions." + call.name() + ":" + number
        : "chatcmpl-tool-" + call.id() + call.id();
  }

  @Override
  void fillMessage(ObjectNode message, Answer answer) {
    message.put("content", answer.text());
    message.put("reasoning", answer.reasoning().isEmpty() ? null : answer.reasoning());
    message.putArray("tool_calls");
  }

  @Override
  ObjectNode usage(Answer answer, AnswerId stamp) {
    var usage = counts(answer);
    usage.putObject("prompt_tokens_details").put("cached_tokens", answer.cachedTokens());
    return usage;
  }

  /** Usage is always sent, as the last chunk. */
  @Override
  public List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp) {
    var frames = new ArrayList<StreamFrame>();
    ChatChunks.of(this, ask, answer, stamp).forEach(chunk -> frames.add(chunk.frame()));
    var last = head(ask, stamp, "chat.completion.chunk");
    last.putArray("choices");
    last.set("usage", usage(answer, stamp));
    frames.add(StreamFrame.data(last));
    frames.add(StreamFrame.data("[DONE]"));
    return frames;
  }

  @Override
  public ObjectNode model(ModelRow model) {
    return NODES
        .objectNode()
        .put("id", model.id())
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "system")
        .put("root", model.id());
  }
}
