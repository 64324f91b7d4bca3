package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Provider;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * vLLM's OpenAI-compatible server without a tool parser: numbers as codes of errors, errors of the
 * engine inside a stream with status 200, finish reasons on the last piece of text, several answers
 * at the same time.
 */
final class VllmWire extends LocalServerWire {

  VllmWire(Provider provider, String root) {
    super(provider, ServerKind.VLLM, root);
  }

  @Override
  public void checkContentType(MultiMap headers) throws ProviderRefusal {
    var type = Optional.ofNullable(headers.get("content-type")).orElse("");
    if (!type.startsWith(Reply.JSON)) {
      throw new ProviderRefusal(400, "invalid")
          .with("message", "Unsupported Media Type: Only 'application/json' is allowed");
    }
  }

  @Override
  JsonNode normalized(JsonNode body) {
    return VllmChecks.coerced(body);
  }

  /** Without a name it is the model that is served. */
  @Override
  ModelRow model(RequestFields fields) throws ProviderRefusal {
    return fields.has("model") ? super.model(fields) : sheet().models().getFirst();
  }

  @Override
  ProviderRefusal invalid(String field, String message) {
    return new ProviderRefusal(400, "invalid")
        .with("param", "body." + field)
        .with("message", "1 validation error:\n  {'loc': ('body', '" + field + "')}: " + message);
  }

  @Override
  void check(RequestFields fields, ModelRow model, List<ChatMessage> messages)
      throws ProviderRefusal {
    new VllmChecks(fields).check();
  }

  @Override
  void checkSchema(JsonNode schema, boolean strict, ModelRow model) throws ProviderRefusal {
    var fault = Grammar.fault(schema);
    if (fault.isPresent()) {
      throw VllmChecks.engine(fault.get());
    }
  }

  @Override
  Ask fitted(Ask ask, OptionalInt budget) throws ProviderRefusal {
    var window = ask.model().contextTokens();
    if (budget.orElse(0) > window) {
      throw new ProviderRefusal(400, "budget")
          .with("limit", window)
          .with("asked", budget.getAsInt());
    }
    return super.fitted(ask, budget);
  }

  /** What the engine refuses is found when the stream has begun. */
  @Override
  public boolean isToldInStream(ProviderRefusal refusal) {
    return refusal.variant().equals(VllmChecks.ENGINE);
  }

  @Override
  boolean interleaves() {
    return true;
  }

  @Override
  boolean finishesApart() {
    return false;
  }

  /** A tool that was named is written by guided decoding, which ends like any text. */
  @Override
  String finish(Ask ask, Answer answer) {
    return ask.tools().forced().isPresent() && !answer.cut() ? "stop" : super.finish(ask, answer);
  }

  @Override
  String callId(Ask ask, dev.ziggurat.llm.ToolCall call, int number) {
    return "chatcmpl-tool-" + call.id() + call.id();
  }

  @Override
  void fillMessage(ObjectNode message, Answer answer) {
    var none = answer.text().isEmpty() && !answer.reasoning().isEmpty();
    message.put("content", none ? null : answer.text());
    message.put("reasoning", answer.reasoning().isEmpty() ? null : answer.reasoning());
    for (var field : List.of("refusal", "annotations", "audio", "function_call")) {
      message.putNull(field);
    }
  }

  @Override
  void finishWhole(Ask ask, ObjectNode body, AnswerId stamp) {
    for (var field : List.of("service_tier", "system_fingerprint", "prompt_logprobs")) {
      body.putNull(field);
    }
    for (var choice : body.path("choices")) {
      ((ObjectNode) choice).putNull("stop_reason").putNull("token_ids");
    }
  }

  @Override
  ObjectNode usage(Answer answer, AnswerId stamp) {
    var usage = counts(answer).putNull("prompt_tokens_details");
    if (answer.reasoningTokens() > 0) {
      usage
          .putObject("completion_tokens_details")
          .put("reasoning_tokens", answer.reasoningTokens());
    }
    return usage;
  }

  @Override
  public ObjectNode model(ModelRow model) {
    return NODES
        .objectNode()
        .put("id", model.id())
        .put("object", "model")
        .put("created", 1_764_000_000)
        .put("owned_by", "vllm")
        .put("root", model.id())
        .putNull("parent")
        .put("max_model_len", model.contextTokens());
  }
}
