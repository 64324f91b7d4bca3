package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Provider;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The OpenAI API: strict about parameters of reasoning models, usage null until requested. */
class OpenAiWire extends ChatCompletionsWire {

  private static final long REQUESTS_PER_MINUTE = 30_000;
  private static final Map<String, Double> SAMPLING =
      Map.of("temperature", 1.0, "top_p", 1.0, "frequency_penalty", 0.0, "presence_penalty", 0.0);

  OpenAiWire() {
    super(Provider.OPENAI, "/v1");
  }

  @Override
  public void admit(MultiMap headers) throws ProviderRefusal {
    super.admit(headers);
    var project = headers.get("OpenAI-Project");
    if (project != null && !project.startsWith("proj_")) {
      throw new ProviderRefusal(401, "project");
    }
  }

  @Override
  ProviderRefusal invalid(String field, String message) {
    return new ProviderRefusal(400, "invalid").with("param", field).with("message", message);
  }

  @Override
  void check(RequestFields fields, ModelRow model, List<ChatMessage> messages)
      throws ProviderRefusal {
    var sent = new ChatMessages(fields.body());
    sent.checkForOpenAi();
    if (sent.lacksJsonWord()) {
      throw invalid("messages", ChatMessages.jsonWordMissing());
    }
    if (fields.has("max_tokens") && model.refuses().contains("max_tokens")) {
      throw new ProviderRefusal(400, "parameter")
          .with("param", "max_tokens")
          .with("message", " Use 'max_completion_tokens' instead.");
    }
    for (var sampling : List.of("temperature", "top_p", "frequency_penalty", "presence_penalty")) {
      if (model.refuses().contains("temperature")
          && fields.isOther(sampling, SAMPLING.get(sampling))) {
        throw new ProviderRefusal(400, "value").with("param", sampling);
      }
    }
    if (refusesToolsWithEffort()
        && model.refuses().contains("tools")
        && !fields.body().path("tools").isEmpty()
        && !"none".equals(fields.body().path("reasoning_effort").asText())) {
      throw invalid(
          "reasoning_effort",
          "Function tools with reasoning_effort are not supported for "
              + model.id()
              + " in /v1/chat/completions. Please set reasoning_effort to none.");
    }
    if (fields.has("stream_options") && !fields.flag("stream")) {
      throw invalid("stream_options", "'stream_options' is only allowed with 'stream'");
    }
  }

  /** Whether some models take function tools only without reasoning. */
  boolean refusesToolsWithEffort() {
    return true;
  }

  @Override
  public Wire at(String path) {
    return path.equals(ResponsesWire.PATH) ? new ResponsesWire() : this;
  }

  @Override
  void checkSchema(JsonNode schema, boolean strict, ModelRow model) throws ProviderRefusal {
    var fault = StrictSchema.fault(schema, true);
    if (strict && fault.isPresent()) {
      throw invalid("response_format", "Invalid schema for response_format: " + fault.get());
    }
  }

  @Override
  void fillMessage(ObjectNode message, Answer answer) {
    if (answer.refused()) {
      message.putNull("content").put("refusal", answer.text());
    } else {
      message.put("content", answer.text()).putNull("refusal");
    }
    message.putArray("annotations");
  }

  @Override
  ObjectNode usage(Answer answer, AnswerId stamp) {
    var usage = counts(answer);
    usage
        .putObject("prompt_tokens_details")
        .put("cached_tokens", answer.cachedTokens())
        .put("audio_tokens", 0);
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", answer.reasoningTokens())
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return usage;
  }

  @Override
  void finishWhole(Ask ask, ObjectNode body, AnswerId stamp) {
    body.put("service_tier", tier(ask));
  }

  @Override
  boolean hasTier(String name) {
    return name.equals("flex") || name.equals("priority");
  }

  /** The tier that served an answer. */
  private static String tier(Ask ask) {
    return ask.options().tier().orElse("default");
  }

  @Override
  public List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp) {
    var frames = new ArrayList<StreamFrame>();
    for (var chunk : ChatChunks.of(this, ask, answer, stamp)) {
      chunk.body().put("service_tier", tier(ask));
      if (ask.includeUsage()) {
        chunk.body().putNull("usage");
      }
      frames.add(chunk.frame());
    }
    if (ask.includeUsage()) {
      var last = head(ask, stamp, "chat.completion.chunk");
      last.putArray("choices");
      last.put("service_tier", tier(ask));
      last.set("usage", usage(answer, stamp));
      frames.add(StreamFrame.data(last));
    }
    frames.add(StreamFrame.data("[DONE]"));
    return frames;
  }

  @Override
  ObjectNode opening() {
    return super.opening().putNull("refusal");
  }

  @Override
  boolean thinksAloud() {
    return false;
  }

  @Override
  String textField(Answer answer) {
    return answer.refused() ? "refusal" : "content";
  }

  @Override
  public ObjectNode model(ModelRow model) {
    return NODES
        .objectNode()
        .put("id", model.id())
        .put("object", "model")
        .put("created", model.created())
        .put("owned_by", "system")
        .put("shutdown_date", model.shutdownDate());
  }

  @Override
  public Map<String, String> headers(AnswerId stamp) {
    return Map.of(
        "x-request-id",
        "req_" + stamp.id(),
        "openai-organization",
        "org-sim",
        "openai-processing-ms",
        Long.toString(stamp.latencyMillis()),
        "openai-version",
        "2020-10-01");
  }

  @Override
  public Map<String, String> limits(long tokens, AnswerId stamp) {
    var left = Math.max(0, stamp.tokensPerMinute() - tokens);
    var limits = new HashMap<String, String>();
    limits.put("x-ratelimit-limit-requests", Long.toString(REQUESTS_PER_MINUTE));
    limits.put("x-ratelimit-remaining-requests", Long.toString(REQUESTS_PER_MINUTE - 1));
    limits.put("x-ratelimit-reset-requests", "2ms");
    limits.put("x-ratelimit-limit-tokens", Long.toString(stamp.tokensPerMinute()));
    limits.put("x-ratelimit-remaining-tokens", Long.toString(left));
    limits.put(
        "x-ratelimit-reset-tokens", Math.max(1, tokens * 60_000 / stamp.tokensPerMinute()) + "ms");
    return limits;
  }
}
